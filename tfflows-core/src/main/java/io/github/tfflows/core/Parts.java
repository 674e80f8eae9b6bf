package io.github.tfflows.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The rows of a call, cut into parts of one size, the last of which may be smaller. Several threads
 * take them in turn: those of the common pool, or of the pool that the caller is a worker of.
 *
 * @param rows how many there are
 * @param size how many a part has
 * @param threads how many parts are worked on at once, as far as the pool has threads
 */
record Parts(int rows, int size, int threads) {
  /** Fewer rows are computed before another thread has begun. */
  static final int LEAST_ROWS = 64;

  /** What is done with the rows from {@code from} up to {@code to}. */
  @FunctionalInterface
  interface Work {
    void on(int from, int to);
  }

  /** Cuts rows into parts of a given size. */
  static Parts ofSize(int size, int rows, Execution execution) {
    return new Parts(rows, size, execution.threads(rows, LEAST_ROWS));
  }

  /**
   * Cuts rows into as many parts as there are threads, more where one had more than {@code most}.
   */
  static Parts shared(int rows, int most, Execution execution) {
    int threads = execution.threads(rows, LEAST_ROWS);
    boolean compiled = execution.compilation() == Compilation.XLA;
    while (compiled && rows % threads != 0) { // a smaller last part would have to be compiled, too
      threads--;
    }
    return divided(rows, threads, most, threads);
  }

  /** Cuts rows into equal parts, more where one had more than {@code most}. */
  static Parts divided(int rows, int count, int most, int threads) {
    return new Parts(rows, Math.max(1, Math.min(most, dividedUp(rows, count))), threads);
  }

  /** How many there are. */
  int count() {
    return dividedUp(rows, size);
  }

  private static int dividedUp(int rows, int by) {
    return 1 + Math.floorDiv(rows - 1, by);
  }

  /** Does the work on all of them, and throws what first went wrong once all threads are done. */
  void forEach(Work work) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    Runnable taking =
        () -> {
          for (int i = next.getAndIncrement(); i < count(); i = next.getAndIncrement()) {
            try {
              work.on(i * size, Math.min(rows, (i + 1) * size));
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
