package io.github.tfflows.core.model;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.BoundWeights;
import io.github.tfflows.core.graph.Parts;
import io.github.tfflows.core.graph.Sessions;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.tensorflow.Graph;

/**
 * The threads that the rows of a call are shared out to. Callers at the same time, of this model or
 * another one, have equal shares of them: more parts than a share would each cost the time of
 * starting all ops once more, while the other threads are busy.
 *
 * @param execution how the model is run
 * @param leastRows how many rows a part has at the least, op by op
 */
record CallerThreads(Execution execution, int leastRows) {
  /**
   * From so many weights on, also parts of fewer rows are worth a thread: 64 rows as two parts take
   * a sixth to a third less time.
   */
  private static final int MANY_WEIGHTS = 400_000;

  private static final int LEAST_ROWS_OF_MANY = 32;

  /** How many calls run in the process, of all models. */
  private static final AtomicInteger RUNNING = new AtomicInteger();

  /** The threads for a model that is served by a graph. */
  static CallerThreads of(Graph graph, Execution execution) {
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

  /** Does the work of a call, whose rows are cut for so many callers. */
  void run(IntFunction<Parts> cut, Parts.Work work) {
    int callers = RUNNING.incrementAndGet();
    try {
      cut.apply(callers).forEach(work);
    } finally {
      RUNNING.decrementAndGet();
    }
  }

  /** How the rows of a call that begins now would be cut. */
  Parts parts(int rows, int most) {
    return parts(rows, most, RUNNING.get() + 1);
  }

  /**
   * Cuts the rows for one of so many callers. Parts of {@code most} rows are taken by all threads
   * as they come free. Under XLA other callers do not matter, since each new size of a part would
   * be compiled.
   */
  Parts parts(int rows, int most, int callers) {
    if (execution.compilation() == Compilation.XLA) {
      return Parts.shared(rows, most, execution);
    }
    int threads = Sessions.threads(execution, rows, leastRows);
    int cores = Runtime.getRuntime().availableProcessors();
    return Parts.divided(rows, Math.min(threads, share(cores, callers)), most, threads);
  }

  /** How many of the cores one of so many callers has: enough that none is idle. */
  static int share(int cores, int callers) {
    return 1 + (cores - 1) / callers;
  }
}
