package io.github.tfflows.core.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FirstRunsTest {
  private final FirstRuns runs = new FirstRuns();
  private final ForkJoinPool pool = new ForkJoinPool(2);

  private <T> CompletableFuture<T> begin(Supplier<T> run) {
    return CompletableFuture.supplyAsync(() -> runs.run("x", run), pool);
  }

  @Test
  void othersBeginOnceTheFirstHasEnded() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        begin(
            () -> {
              began.countDown();
              await(end);
              return begun.incrementAndGet();
            });
    await(began);
    CompletableFuture<Integer> second = begin(begun::incrementAndGet);
    Thread.sleep(50); // time for it to begin too early
    assertEquals(0, begun.get());
    end.countDown();
    assertEquals(1, first.get(1, TimeUnit.MINUTES));
    assertEquals(2, second.get(1, TimeUnit.MINUTES));
  }

  @Test
  void laterOnesRunAtTheSameTime() throws Exception {
    runs.run("x", () -> 0);
    CyclicBarrier both = new CyclicBarrier(2);
    CompletableFuture<Boolean> one = begin(() -> met(both));
    CompletableFuture<Boolean> other = begin(() -> met(both));
    assertEquals(true, one.get(1, TimeUnit.MINUTES));
    assertEquals(true, other.get(1, TimeUnit.MINUTES));
  }

  @Test
  void theOneAfterAFailureIsFirstAgain() throws Exception {
    assertThrows(
        IllegalStateException.class,
        () ->
            runs.run(
                "x",
                () -> {
                  throw new IllegalStateException();
                }));
    othersBeginOnceTheFirstHasEnded();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean met(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
      return true;
    } catch (Exception e) {
      return false;
    }
  }
}
