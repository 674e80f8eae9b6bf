package io.github.tfflows.core;

import java.util.stream.IntStream;

/**
 * The rows of a call, cut into parts of one size, the last of which may be smaller. They run at
 * once in the threads of the common pool, or of the pool that the caller is a worker of.
 *
 * @param rows how many there are
 * @param size how many a part has
 */
record Parts(int rows, int size) {
  /** Fewer rows are computed before another thread has begun. */
  private static final int LEAST_ROWS = 64;

  /** What is done with the rows from {@code from} up to {@code to}. */
  @FunctionalInterface
  interface Work {
    void on(int from, int to);
  }

  /** Shares rows out to threads, none with more than {@code most} at once. */
  static Parts shared(int rows, int most, Execution execution) {
    int shares = execution.shares(rows, LEAST_ROWS);
    boolean compiled = execution.compilation() == Compilation.XLA;
    // Each number of rows is compiled by itself, so a smaller last part would cost a second.
    int threads = compiled && rows % shares != 0 ? 1 : shares;
    return new Parts(rows, Math.max(1, Math.min(most, dividedUp(rows, threads))));
  }

  /** How many there are. */
  int count() {
    return dividedUp(rows, size);
  }

  private static int dividedUp(int rows, int by) {
    return 1 + Math.floorDiv(rows - 1, by);
  }

  /** Does the work on all of them, and throws what one of them throws. */
  void forEach(Work work) {
    if (count() == 1) {
      work.on(0, rows);
      return;
    }
    IntStream.range(0, count())
        .parallel()
        .forEach(i -> work.on(i * size, Math.min(rows, (i + 1) * size)));
  }
}
