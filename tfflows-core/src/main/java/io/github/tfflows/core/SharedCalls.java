package io.github.tfflows.core;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.tensorflow.Graph;

/**
 * The calls of a model, whose rows are shared out to the threads of the process. Callers that work
 * at the same time, on this model or another one, share the threads: a call that cannot have
 * several is not cut, since each part costs the time of starting all ops once more.
 *
 * @param execution how the model is run
 * @param leastRows how many rows a part has at the least
 */
record SharedCalls(Execution execution, int leastRows) {
  /**
   * How many products of a row's number with a weight repay a part of its own. From 400,000 weights
   * on that are 32 rows or fewer: a call of 64 rows then takes a sixth to a third less time.
   */
  private static final long LEAST_PRODUCTS = 13_000_000;

  private static final int LEAST_ROWS = 16;

  /** How many calls the process is at. */
  private static final AtomicInteger RUNNING = new AtomicInteger();

  /** The calls of a model that is served by a graph. */
  static SharedCalls of(Graph graph, Execution execution) {
    return of(
        ServingGraph.weightNames(graph).stream()
            .mapToLong(name -> size(graph, ServingGraph.WEIGHTS + name))
            .sum(),
        execution);
  }

  private static long size(Graph graph, String constant) {
    return Objects.requireNonNull(graph.operation(constant)).output(0).shape().size();
  }

  static SharedCalls of(long weights, Execution execution) {
    long rows = LEAST_PRODUCTS / Math.max(1, weights);
    return new SharedCalls(execution, (int) Math.max(LEAST_ROWS, Math.min(Parts.LEAST_ROWS, rows)));
  }

  /** Does the work of one call on all of its rows, at most so many at a time. */
  void run(int rows, int most, Parts.Work work) {
    int callers = RUNNING.incrementAndGet();
    try {
      parts(rows, most, callers).forEach(work);
    } finally {
      RUNNING.decrementAndGet();
    }
  }

  /**
   * Cuts the rows for one of so many callers. Under XLA their number is no matter, as each size
   * that it brings about would be compiled.
   */
  Parts parts(int rows, int most, int callers) {
    return execution.compilation() == Compilation.XLA
        ? Parts.shared(rows, most, execution)
        : Parts.shared(rows, most, execution.threads(rows, leastRows, callers));
  }
}
