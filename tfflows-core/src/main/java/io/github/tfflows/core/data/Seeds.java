package io.github.tfflows.core.data;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Independent seeds, derived from one seed of the caller, and random orders. */
final class Seeds {
  static final long SPLIT = 1;
  static final long SHUFFLE = 2;

  /**
   * Returns the seed of one use. It is independent of seeds of other uses, and of seeds derived
   * from other seeds.
   */
  static long mixed(long seed, long... use) {
    long mixed = new SplittableRandom(seed).nextLong();
    for (long part : use) {
      mixed = new SplittableRandom(mixed + part).nextLong();
    }
    return mixed;
  }

  static Random random(long seed, long... use) {
    return new Random(mixed(seed, use));
  }

  /** Returns the numbers below {@code count} in random order (Fisher and Yates). */
  static int[] shuffled(int count, Random random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  private Seeds() {}
}
