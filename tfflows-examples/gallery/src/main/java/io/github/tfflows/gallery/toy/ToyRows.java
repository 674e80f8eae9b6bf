package io.github.tfflows.gallery.toy;

import java.util.Arrays;

/** Rows of one distribution: rows to train on, and held-out rows. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ToyRows(float[][] training, float[][] unseen) {
  /** Splits rows into the first ones, to train on, and the others. */
  static ToyRows split(float[][] rows, int training) {
    return new ToyRows(
        Arrays.copyOf(rows, training), Arrays.copyOfRange(rows, training, rows.length));
  }

  /** The first of the rows to train on, at most {@code count}. */
  float[][] shown(int count) {
    return Arrays.copyOf(training, Math.min(count, training.length));
  }
}
