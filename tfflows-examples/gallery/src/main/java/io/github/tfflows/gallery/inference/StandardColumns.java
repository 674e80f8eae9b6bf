package io.github.tfflows.gallery.inference;

import io.github.tfflows.bijectors.linear.Standardize;

/** Columns in units of their standard deviations around their means. */
record StandardColumns(Standardize units) {
  static StandardColumns fit(float[][] rows) {
    return new StandardColumns(Standardize.fit(rows));
  }

  float[][] of(float[][] rows) {
    float[][] scaled = new float[rows.length][units.mean().size()];
    for (int i = 0; i < scaled.length; i++) {
      if (rows[i].length != scaled[i].length) {
        throw new IllegalArgumentException(
            "expected %s columns, got %s in row %s".formatted(scaled[i].length, rows[i].length, i));
      }
      for (int k = 0; k < scaled[i].length; k++) {
        scaled[i][k] = (float) ((rows[i][k] - units.mean().get(k)) / units.scale().get(k));
      }
    }
    return scaled;
  }
}
