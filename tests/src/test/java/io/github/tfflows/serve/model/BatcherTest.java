package io.github.tfflows.serve.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.testing.Expect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Requests that share calls, and calls that wait for a place. */
class BatcherTest {
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<Integer> called = new ArrayList<>();
  private final List<Integer> told = new ArrayList<>();

  private Batcher<Map<String, Values>, Map<String, Values>> batcher(
      RequestLimits limits, Compilation compilation) {
    Execution execution = Execution.defaults().withCompilation(compilation);
    return new Batcher<>(
        "double",
        new CallPolicy(execution, limits, work::add, CallPolicy.Events.NONE),
        (requests, rows) -> JoinedCall.ofTensors(this::doubled, requests, rows),
        told::add);
  }

  private Map<String, Values> doubled(Map<String, Values> inputs) {
    Values x = Objects.requireNonNull(inputs.get("x"));
    called.add(x.rows());
    float[] twice = ((float[]) x.array()).clone();
    for (int i = 0; i < twice.length; i++) {
      if (twice[i] < 0) {
        throw new IllegalStateException("negative");
      }
      twice[i] *= 2;
    }
    return Map.of("y", new Values(ElementType.FLOAT, Shape.of(twice.length), twice));
  }

  private static CompletableFuture<Map<String, Values>> call(
      Batcher<Map<String, Values>, Map<String, Values>> batcher, float... x) {
    return call(batcher, "any", x);
  }

  private static CompletableFuture<Map<String, Values>> call(
      Batcher<Map<String, Values>, Map<String, Values>> batcher, String kind, float... x) {
    Values values = new Values(ElementType.FLOAT, Shape.of(x.length), x);
    return batcher.call(Map.of("x", values), kind, x.length);
  }

  private void runAll() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private static void assertAnswer(
      CompletableFuture<Map<String, Values>> answer, float... expected) {
    Values y = Objects.requireNonNull(answer.join().get("y"));
    assertArrayEquals(expected, (float[]) y.array());
  }

  @Test
  void waitingRequestsShareCallsUpToTheSizeOfABatch() {
    var batcher = batcher(RequestLimits.defaults().joining(4, Duration.ZERO), Compilation.NONE);
    var first = call(batcher, 1);
    var second = call(batcher, 2, 3);
    var third = call(batcher, 4, 5);
    var large = call(batcher, 6, 7, 8, 9, 10);
    runAll();
    assertAnswer(first, 2);
    assertAnswer(second, 4, 6);
    assertAnswer(third, 8, 10);
    assertAnswer(large, 12, 14, 16, 18, 20);
    assertEquals(List.of(3, 2, 5), called);
    assertEquals(called, told);
  }

  @Test
  void requestsOfOtherKindsWaitForTheirCall() {
    var batcher = batcher(RequestLimits.defaults().joining(3, Duration.ZERO), Compilation.NONE);
    var first = call(batcher, "a", 1, 2);
    var other = call(batcher, "b", 3);
    var second = call(batcher, "a", 4);
    var third = call(batcher, "a", 5);
    var last = call(batcher, "b", 6);
    runAll();
    assertAnswer(first, 2, 4);
    assertAnswer(other, 6);
    assertAnswer(second, 8);
    assertAnswer(third, 10);
    assertAnswer(last, 12);
    assertEquals(List.of(3, 2, 1), called);
  }

  @Test
  void aFullBatchWaitsForNoOthers() {
    Duration delay = Duration.ofSeconds(20);
    var batcher = batcher(RequestLimits.defaults().joining(2, delay), Compilation.NONE);
    var full = call(batcher, 1, 2);
    assertTimeout(delay.dividedBy(2), this::runAll);
    assertAnswer(full, 2, 4);
  }

  @Test
  void compiledCallsHavePowersOfTwoOfRows() {
    var batcher = batcher(RequestLimits.defaults(), Compilation.XLA);
    for (int rows : new int[] {1, 2, 3, 4, 5, 9}) {
      float[] x = new float[rows];
      float[] expected = new float[rows];
      for (int i = 0; i < rows; i++) {
        x[i] = i;
        expected[i] = 2 * i;
      }
      var answer = call(batcher, x);
      runAll();
      assertAnswer(answer, expected);
    }
    assertEquals(List.of(1, 2, 4, 4, 8, 16), called);
    assertEquals(List.of(1, 2, 3, 4, 5, 9), told, "rows of requests");
  }

  @Test
  void aFullQueueRefusesRequestsUntilItIsShorter() {
    var batcher = batcher(RequestLimits.defaults().ofQueuedRows(3), Compilation.NONE);
    var first = call(batcher, 1, 2);
    Expect.failed(
        RejectedExecutionException.class,
        "2 rows wait for double already; try again later",
        () -> call(batcher, 3, 4));
    var last = call(batcher, 3);
    runAll();
    assertAnswer(first, 2, 4);
    assertAnswer(last, 6);
    var large = call(batcher, 1, 2, 3, 4);
    runAll();
    assertAnswer(large, 2, 4, 6, 8);
  }

  @Test
  void requestsThatWaitedTooLongAreNotRun() throws InterruptedException {
    RequestLimits limits = RequestLimits.defaults().within(Duration.ofMillis(20));
    var batcher = batcher(limits.ofQueuedRows(2), Compilation.NONE);
    var late = call(batcher, 1);
    Thread.sleep(40);
    var fresh = call(batcher, 2);
    runAll();
    assertTrue(late.isCancelled());
    assertAnswer(fresh, 4);
    assertEquals(List.of(1), called);
    var both = call(batcher, 3, 4);
    runAll();
    assertAnswer(both, 6, 8);
  }

  @Test
  void aFailureIsThatOfItsRequestAlone() {
    var batcher = batcher(RequestLimits.defaults(), Compilation.NONE);
    var first = call(batcher, 1, 2);
    var wrong = call(batcher, -1);
    var last = call(batcher, 3);
    runAll();
    assertAnswer(first, 2, 4);
    assertTrue(wrong.isCompletedExceptionally());
    assertAnswer(last, 6);
  }

  @Test
  void afterAFailureTheNextRequestsRun() {
    var batcher = batcher(RequestLimits.defaults(), Compilation.NONE);
    var failed = call(batcher, -1);
    runAll();
    assertTrue(failed.isCompletedExceptionally());
    assertFalse(failed.isCancelled());
    var next = call(batcher, 1);
    runAll();
    assertAnswer(next, 2);
  }

  private final Deque<Runnable> waiting = new ArrayDeque<>();

  private void runWaiting() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  @Test
  void placesAreLimitedAndComeBack() {
    CallQueue queue = new CallQueue(waiting::add, Duration.ofMinutes(1));
    int places = 0;
    try {
      while (places < 1_000_000) {
        CompletableFuture<Integer> unused = queue.call(() -> 1);
        places++;
      }
    } catch (RejectedExecutionException e) {
      assertEquals(
          places + " calls of the model run or wait already; try again later", e.getMessage());
    }
    assertEquals(64 * Runtime.getRuntime().availableProcessors(), places);
    runWaiting();
    CompletableFuture<Integer> failing =
        queue.call(
            () -> {
              throw new IllegalStateException("no");
            });
    runWaiting();
    assertThrows(CompletionException.class, failing::join);
    for (int i = 0; i < places; i++) {
      CompletableFuture<Integer> unused = queue.call(() -> 1);
    }
    assertThrows(RejectedExecutionException.class, () -> queue.call(() -> 1));
  }

  @Test
  void aCallThatWaitedTooLongIsNotRun() throws InterruptedException {
    CallQueue queue = new CallQueue(waiting::add, Duration.ofMillis(1));
    boolean[] hasRun = {false};
    CompletableFuture<Boolean> late = queue.call(() -> hasRun[0] = true);
    Thread.sleep(5);
    runWaiting();
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
