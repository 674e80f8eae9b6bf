package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.Rows;

/**
 * The mean and the standard deviation of each column.
 *
 * @param means what is subtracted
 * @param deviations what is divided by; one for constant columns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scaling(double[] means, double[] deviations) {
  private static final double RESOLUTION = 1e-7; // of floats; below, a column is constant

  static Scaling fit(Rows rows) {
    int columns = rows.size();
    double[] means = new double[columns];
    double[] deviations = new double[columns];
    float[] values = rows.values();
    for (int i = 0; i < values.length; i++) {
      means[i % columns] += values[i] / (double) rows.count();
    }
    for (int i = 0; i < values.length; i++) {
      double distance = values[i] - means[i % columns];
      deviations[i % columns] += distance * distance / rows.count();
    }
    for (int j = 0; j < columns; j++) {
      double deviation = Math.sqrt(deviations[j]);
      deviations[j] = deviation > RESOLUTION * Math.abs(means[j]) ? deviation : 1;
    }
    return new Scaling(means, deviations);
  }

  /** A copy of the rows with mean zero and deviation one in each column. */
  double[][] scaled(Rows rows) {
    double[][] scaled = new double[rows.count()][means.length];
    for (int i = 0; i < rows.values().length; i++) {
      int column = i % means.length;
      scaled[i / means.length][column] = (rows.values()[i] - means[column]) / deviations[column];
    }
    return scaled;
  }

  /** The logarithm of the volume that scaling divides by. */
  double logVolume() {
    double sum = 0;
    for (double deviation : deviations) {
      sum += Math.log(deviation);
    }
    return sum;
  }
}
