package io.github.tfflows.core.graph;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The rows of a call, cut into parts. Several threads take them in turn: those of the common pool,
 * or of the pool that the caller is a worker of.
 *
 * @param list the parts, in the order of their rows
 * @param threads how many parts are worked on at once, as far as the pool has threads
 */
public record Parts(List<Part> list, int threads) {
  /** Fewer rows are computed before another thread has begun. */
  public static final int LEAST_ROWS = 64;

  /** The rows from {@code from} up to {@code to}. */
  public record Part(int from, int to) {}

  /** What is done with the rows from {@code from} up to {@code to}. */
  @FunctionalInterface
  public interface Work {
    void on(int from, int to);
  }

  /** Cuts rows into parts of one size, the last of which may be smaller. */
  public static Parts ofSize(int size, int rows, int threads) {
    return growing(size, size, rows, threads);
  }

  /**
   * Cuts rows into parts that grow from one size to another, each as large as all before it until
   * then. So few rows are shared out to several threads, and many are no more parts than need be,
   * though the parts do not depend on how many rows there are.
   */
  public static Parts growing(int first, int most, int rows, int threads) {
    List<Part> list = new ArrayList<>();
    for (int from = 0; from < rows; ) {
      int size = from == 0 ? first : Math.min(from, most);
      int to = from + Math.min(size, rows - from);
      list.add(new Part(from, to));
      from = to;
    }
    return new Parts(List.copyOf(list), threads);
  }

  /**
   * Cuts rows into as many parts as there are threads, more where one had more than {@code most}.
   */
  public static Parts shared(int rows, int most, Execution execution) {
    int threads = Sessions.threads(execution, rows, LEAST_ROWS);
    boolean compiled = execution.compilation() == Compilation.XLA;
    while (compiled && rows % threads != 0) { // a smaller last part would have to be compiled, too
      threads--;
    }
    return divided(rows, threads, most, threads);
  }

  /** Cuts rows into equal parts, more where one had more than {@code most}. */
  public static Parts divided(int rows, int count, int most, int threads) {
    return ofSize(Math.max(1, Math.min(most, dividedUp(rows, count))), rows, threads);
  }

  /** How many there are. */
  public int count() {
    return list.size();
  }

  private static int dividedUp(int rows, int by) {
    return 1 + Math.floorDiv(rows - 1, by);
  }

  /** Does the work on all of them, and throws what first went wrong once all threads are done. */
  public void forEach(Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Runnable taking =
        () -> {
          for (int i = next.getAndIncrement(); i < count(); i = next.getAndIncrement()) {
            try {
              work.on(list.get(i).from(), list.get(i).to());
            } catch (RuntimeException e) {
              failure.compareAndSet(null, e);
              return;
            }
          }
        };
    int takers = Math.min(threads, count());
    if (takers > 1) {
      IntStream.range(0, takers).parallel().forEach(taker -> taking.run());
    } else {
      taking.run();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
