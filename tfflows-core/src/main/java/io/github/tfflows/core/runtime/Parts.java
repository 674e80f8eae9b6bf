package io.github.tfflows.core.runtime;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The rows of a call, cut into parts for several threads of the common pool, or of the caller's
 * fork-join pool.
 *
 * @param list the parts, in the order of their rows
 * @param threads the number of parts that run at once, if the pool has as many threads
 */
public record Parts(List<Part> list, int threads) {
  /** The fewest rows of a part; computing fewer rows is faster than starting another thread. */
  public static final int LEAST_ROWS = 64;

  public record Part(int from, int to) {}

  @FunctionalInterface
  public interface Work {
    void on(int from, int to);
  }

  public static Parts ofSize(int size, int rows, int threads) {
    return growing(size, size, rows, threads);
  }

  /**
   * Cuts rows into parts that double from {@code first} up to {@code most}. Their boundaries do not
   * depend on the number of rows; few rows still occupy several threads, and many rows make few
   * parts.
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
   * Cuts rows into as many parts as there are threads, or more if a part would exceed {@code most}.
   */
  public static Parts shared(int rows, int most, Execution execution) {
    int threads = Sessions.threads(execution, rows, LEAST_ROWS);
    boolean compiled = execution.compilation() == Compilation.XLA;
    while (compiled && rows % threads != 0) { // a smaller last part would be compiled, too
      threads--;
    }
    return divided(rows, threads, most, threads);
  }

  /** Cuts rows into equal parts, or more if a part would exceed {@code most}. */
  public static Parts divided(int rows, int count, int most, int threads) {
    return ofSize(Math.max(1, Math.min(most, 1 + Math.floorDiv(rows - 1, count))), rows, threads);
  }

  public int count() {
    return list.size();
  }

  /** Runs the work on all parts; throws the first failure once all threads have ended. */
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
