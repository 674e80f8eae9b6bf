package io.github.tfflows.serve.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Calls whose worker runs when a test says so. */
class CallQueueTest {
  private final Deque<Runnable> work = new ArrayDeque<>();

  private void runAll() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  @Test
  void placesAreLimitedAndComeBack() {
    CallQueue queue = new CallQueue(work::add, Duration.ofMinutes(1));
    int places = 0;
    try {
      while (places < 1_000_000) {
        CompletableFuture<Integer> unused = queue.call(() -> 1);
        places++;
      }
    } catch (RejectedExecutionException e) {
      assertEquals("too many requests wait; try again later", e.getMessage());
    }
    assertEquals(64 * Runtime.getRuntime().availableProcessors(), places);
    runAll();
    CompletableFuture<Integer> failing =
        queue.call(
            () -> {
              throw new IllegalStateException("no");
            });
    runAll();
    assertThrows(CompletionException.class, failing::join);
    for (int i = 0; i < places; i++) {
      CompletableFuture<Integer> unused = queue.call(() -> 1);
    }
    assertThrows(RejectedExecutionException.class, () -> queue.call(() -> 1));
  }

  @Test
  void aCallThatWaitedTooLongIsNotRun() throws InterruptedException {
    CallQueue queue = new CallQueue(work::add, Duration.ofMillis(1));
    boolean[] hasRun = {false};
    CompletableFuture<Boolean> late = queue.call(() -> hasRun[0] = true);
    Thread.sleep(5);
    runAll();
    CompletionException failure = assertThrows(CompletionException.class, late::join);
    assertTrue(failure.getCause() instanceof CancellationException, failure.toString());
    assertFalse(hasRun[0]);
  }

  @Test
  void aPlaceComesBackWhereTheWorkersEnd() {
    CallQueue queue =
        new CallQueue(
            task -> {
              throw new RejectedExecutionException("ended");
            },
            Duration.ofMinutes(1));
    for (int i = 0; i < 100_000; i++) {
      Expect.failed(RejectedExecutionException.class, "ended", () -> queue.call(() -> 1));
    }
  }
}
