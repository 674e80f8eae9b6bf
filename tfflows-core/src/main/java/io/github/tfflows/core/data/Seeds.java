package io.github.tfflows.core.data;

import java.util.Random;
import java.util.SplittableRandom;

/** Independent seeds, derived from one seed of the caller. */
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

  private Seeds() {}
}
