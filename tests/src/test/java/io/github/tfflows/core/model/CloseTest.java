package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
    assertEquals("the model is closed", Expect.message(IllegalStateException.class, call));
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
    AtomicReference<Thread> caller = new AtomicReference<>();
    Future<float[]> call =
        threads.submit(
            () -> {
              caller.set(Thread.currentThread());
              return model.logProb(x);
            });
    while (!call.isDone() && !isInTensorFlow(caller.get())) {
      Thread.sleep(1);
    }
    return call;
  }

  private static boolean isInTensorFlow(@Nullable Thread thread) {
    return thread != null
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("TF_SessionRun"));
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

  private static final Duration SHORT = Duration.ofMillis(100);

  /** Its draws take minutes; its density is that of the base. */
  private record Slow() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(
          scope
              .repeat(
                  scope.tf().constant(100_000_000),
                  List.of(x),
                  (at, step, state) -> List.of(state.get(0).times(0.999)))
              .get(0));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(y);
    }
  }

  /** Expects the exception of the time limit, soon. */
  private static void assertCancelled(Executable call) {
    long start = System.nanoTime();
    CancellationException e = assertThrows(CancellationException.class, call);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertEquals("the call took longer than its time limit of " + SHORT, e.getMessage());
    assertTrue(millis < 10_000, "ended after ms: " + millis);
  }

  @Test
  void aCallWithinItsLimitIsTheSame() {
    Distribution flow = Flows.neuralSplineCoupling(3);
    float[][] x = TestRows.gaussian(10, 3, 1);
    float[][] c = {{1, 2}};
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 2, MovedWeights.of(flow, 2), Execution.defaults())) {
      Density free = model.given(c);
      Density bounded = free.within(Duration.ofHours(1));
      assertArrayEquals(free.logProb(x), bounded.logProb(x));
      assertArrayEquals(free.sample(10, 3), bounded.sample(10, 3));
      assertArrayEquals(free.inverse(x).logDet(), bounded.inverse(x).logDet());
      assertArrayEquals(free.forward(x).logDet(), bounded.forward(x).logDet());
      assertEquals(free.eventShape(), bounded.eventShape());
    }
  }

  @Test
  void manyRowsEndBetweenTheirParts() {
    Rows x = Rows.of(TestRows.gaussian(3_000_000, 3, 1));
    try (CompiledDistribution model = CompiledDistribution.compile(Flows.realNvp(3), 0)) {
      float first = model.logProb(x.slice(0, 1))[0];
      assertCancelled(() -> model.within(SHORT).logProb(x));
      assertCancelled(() -> model.within(SHORT).inverse(x));
      assertEquals(first, model.logProb(x.slice(0, 1))[0], "the model still works");
    }
  }

  @Test
  void oneLongPartEndsBetweenItsOps() {
    Distribution flow = new TransformedDistribution(StandardNormal.of(2), new Slow());
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      Density bounded = model.within(SHORT);
      assertCancelled(() -> bounded.sample(1, 1));
      assertCancelled(() -> bounded.sample(3_000, 1));
      assertCancelled(() -> bounded.forward(new float[][] {{1, 2}}));
      assertEquals(1, bounded.logProb(new float[][] {{1, 2}}).length);
    }
  }

  @Test
  void aLimitIsPositive() {
    try (CompiledDistribution model = CompiledDistribution.compile(StandardNormal.of(2), 0)) {
      Expect.rejected("got PT0S", () -> model.within(Duration.ZERO));
      Expect.rejected("got PT-1S", () -> model.within(Duration.ofSeconds(-1)));
      Density forever = model.within(Duration.ofSeconds(Long.MAX_VALUE));
      assertEquals(2, forever.sample(1, 1)[0].length);
    }
  }
}
