package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.testing.TestRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CloseTest {
  private static final int CALLERS = 16;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newFixedThreadPool(CALLERS);

  @AfterEach
  void shutDown() {
    threads.shutdownNow();
  }

  private static void assertClosed(Executable call) {
    assertEquals(
        "the model is closed", assertThrows(IllegalStateException.class, call).getMessage());
  }

  /** Calls until the model is closed; returns the number of calls. */
  private static long calls(Density density, Rows x, CountDownLatch begun) {
    AtomicLong count = new AtomicLong();
    assertClosed(
        () -> {
          while (true) {
            density.logProb(x);
            if (count.incrementAndGet() == 3) {
              begun.countDown();
            }
          }
        });
    return count.get();
  }

  @Test
  void aModelUnderLoadClosesAtOnce() throws Exception {
    CompiledDistribution model = CompiledDistribution.compile(Flows.realNvp(3), 0);
    Rows few = Rows.of(TestRows.gaussian(1, 3, 1));
    Rows many = Rows.of(TestRows.gaussian(5_000, 3, 1));
    CountDownLatch begun = new CountDownLatch(CALLERS);
    List<Future<Long>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Rows x = i % 4 == 0 ? many : few;
      Density density = i % 2 == 0 ? model : model.given(Rows.empty(1));
      callers.add(threads.submit(() -> calls(density, x, begun)));
    }
    begun.await();
    long start = System.nanoTime();
    model.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis < 5_000, "closed in ms: " + millis);
    for (Future<Long> caller : callers) {
      assertTrue(caller.get() >= 3);
    }
  }

  /** Begins a call, and returns while it runs. */
  private Future<float[]> running(CompiledDistribution model, Rows x) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Future<float[]> call =
        threads.submit(
            () -> {
              begun.countDown();
              return model.logProb(x);
            });
    begun.await();
    Thread.sleep(20); // into the call
    return call;
  }

  @Test
  void aRunningCallEndsWithItsResult() throws Exception {
    CompiledDistribution model = CompiledDistribution.compile(Flows.realNvp(3), 0);
    Rows x = Rows.of(TestRows.gaussian(150_000, 3, 1));
    float[] expected = model.logProb(x);
    Future<float[]> call = running(model, x);
    model.close();
    assertTrue(call.isDone() || call.get(1, TimeUnit.SECONDS).length > 0);
    assertArrayEquals(expected, call.get(), 1e-4f);
  }

  @Test
  void everyUseOfAClosedModelIsRefused() {
    CompiledDistribution model = CompiledDistribution.compile(Flows.realNvp(2), 0);
    Density view = model.given(Rows.empty(1));
    model.close();
    model.close();
    float[][] x = {{1, 2}};
    assertClosed(() -> model.logProb(x));
    assertClosed(() -> model.sample(3, 1));
    assertClosed(() -> model.forward(x));
    assertClosed(() -> model.inverse(x));
    assertClosed(() -> view.logProb(x));
    assertClosed(() -> view.sample(3, 1));
    assertClosed(() -> model.call("log_prob", Map.of()));
    assertClosed(model::weights);
    assertClosed(() -> model.export(folder.resolve("model")));
    assertEquals(2, model.eventShape().size());
  }

  @Test
  void anInterruptedCloseStillWaitsAndKeepsTheInterrupt() throws Exception {
    CompiledDistribution model = CompiledDistribution.compile(Flows.realNvp(3), 0);
    Rows x = Rows.of(TestRows.gaussian(200_000, 3, 1));
    Future<float[]> call = running(model, x);
    Thread.currentThread().interrupt();
    model.close();
    assertTrue(Thread.interrupted());
    assertEquals(200_000, call.get().length);
  }
}
