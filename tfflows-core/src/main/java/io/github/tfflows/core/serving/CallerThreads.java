package io.github.tfflows.core.serving;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.BoundWeights;
import io.github.tfflows.core.runtime.Parts;
import io.github.tfflows.core.runtime.Sessions;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.tensorflow.Graph;

/**
 * Divides the rows of a call among threads. Concurrent calls in the process share the threads
 * equally: more chunks would only add dispatch overhead.
 *
 * @param execution how the model runs
 * @param leastRows the smallest number of rows of a chunk, op by op
 */
public record CallerThreads(Execution execution, int leastRows) {
  /**
   * From this many weights on, smaller chunks pay off: 64 rows in two chunks are a sixth to a third
   * faster.
   */
  private static final int MANY_WEIGHTS = 400_000;

  private static final int LEAST_ROWS_OF_MANY = 32;

  private static final AtomicInteger RUNNING = new AtomicInteger();

  public static CallerThreads of(Graph graph, Execution execution) {
    long weights =
        ServingGraph.weightNames(graph).stream()
            .mapToLong(name -> size(graph, BoundWeights.PREFIX + name))
            .sum();
    int leastRows = weights < MANY_WEIGHTS ? Parts.LEAST_ROWS : LEAST_ROWS_OF_MANY;
    return new CallerThreads(execution, leastRows);
  }

  private static long size(Graph graph, String constant) {
    return Objects.requireNonNull(graph.operation(constant)).output(0).shape().size();
  }

  /** Runs a call, with its rows split for the current number of callers. */
  public void run(IntFunction<Parts> cut, Parts.Work work) {
    int callers = RUNNING.incrementAndGet();
    try {
      cut.apply(callers).forEach(work);
    } finally {
      RUNNING.decrementAndGet();
    }
  }

  public Parts parts(int rows, int most) {
    return parts(rows, most, RUNNING.get() + 1);
  }

  /**
   * Splits the rows for one of several callers: into its share of chunks, or more if a chunk would
   * exceed {@code most}. Under XLA the number of callers does not matter, since each new size of a
   * chunk would be compiled.
   */
  public Parts parts(int rows, int most, int callers) {
    if (execution.compilation() == Compilation.XLA) {
      return Parts.shared(rows, most, execution);
    }
    int threads = Sessions.threads(execution, rows, leastRows);
    int cores = Runtime.getRuntime().availableProcessors();
    return Parts.divided(rows, Math.min(threads, share(cores, callers)), most, threads);
  }

  /** Returns one caller's share of the cores, rounded up. */
  static int share(int cores, int callers) {
    return 1 + (cores - 1) / callers;
  }
}
