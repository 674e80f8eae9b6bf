package io.github.tfflows.core.data;

import java.util.Random;
import java.util.SplittableRandom;

/** Seeds for the different uses of randomness under one seed of the caller. */
final class Seeds {
  static final long SPLIT = 1;
  static final long SHUFFLE = 2;

  /** A seed for one use, unrelated to those of other uses and of neighbouring seeds. */
  static long mixed(long seed, long... use) {
    long mixed = new SplittableRandom(seed).nextLong();
    for (long part : use) {
      mixed = new SplittableRandom(mixed + part).nextLong();
    }
    return mixed;
  }

  /** Random numbers for one use. */
  static Random random(long seed, long... use) {
    return new Random(mixed(seed, use));
  }

  private Seeds() {}
}
