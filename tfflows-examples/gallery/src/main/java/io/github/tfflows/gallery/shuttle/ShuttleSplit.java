package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.data.Data;

/**
 * The normal rows in three disjoint parts, drawn at random: 72 % to fit the flow, 8 % to choose the
 * best step, and 20 % for the final numbers only.
 */
record ShuttleSplit(Data training, Data validation, Data test) {
  private static final double TEST = 0.2;
  private static final double VALIDATION = 0.1;
  private static final long SEED = 20_240_501;

  /** The same rows always go to the same part, whatever the seed of the training. */
  static ShuttleSplit of(float[][] normal) {
    Data.Split outer = Data.of(normal).split(TEST, SEED);
    Data.Split inner = outer.training().split(VALIDATION, SEED + 1);
    return new ShuttleSplit(inner.training(), inner.heldOut(), outer.heldOut());
  }
}
