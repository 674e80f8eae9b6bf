package io.github.tfflows.gallery.toy;

import java.util.Arrays;

/** Rows of one distribution: training rows, and held-out rows. */
public final class ToyRows {
  private final float[][] training;
  private final float[][] unseen;

  private ToyRows(float[][] training, float[][] unseen) {
    this.training = training;
    this.unseen = unseen;
  }

  /** Splits rows into the first ones, to train on, and the others. */
  static ToyRows split(float[][] rows, int training) {
    return new ToyRows(
        Arrays.copyOf(rows, training), Arrays.copyOfRange(rows, training, rows.length));
  }

  /** The rows to train on. */
  public float[][] training() {
    return training;
  }

  /** The held-out rows. */
  public float[][] unseen() {
    return unseen;
  }

  /** The first of the rows to train on, at most {@code count}. */
  float[][] shown(int count) {
    return Arrays.copyOf(training, Math.min(count, training.length));
  }
}
