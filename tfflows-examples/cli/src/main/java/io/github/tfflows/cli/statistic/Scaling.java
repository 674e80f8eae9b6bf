package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Rows;
import java.util.stream.DoubleStream;
import org.hipparchus.linear.BlockRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.stat.StatUtils;

/**
 * The mean (subtrahend) and the standard deviation (divisor; one for constant columns) of each
 * column, at least one.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Scaling(double[] means, double[] deviations) {
  private static final double RESOLUTION = 1e-7; // of floats; below, a column is constant

  static Scaling fit(Rows rows) {
    double[] means = new double[rows.size()];
    double[] deviations = new double[rows.size()];
    for (int j = 0; j < means.length; j++) {
      double[] column = Columns.of(rows, j);
      means[j] = StatUtils.mean(column);
      double deviation = Math.sqrt(StatUtils.populationVariance(column));
      deviations[j] = deviation > RESOLUTION * Math.abs(means[j]) ? deviation : 1;
    }
    return new Scaling(means, deviations);
  }

  /** The rows with mean zero and deviation one in each column. */
  RealMatrix scaled(Rows rows) {
    double[][] scaled = new double[rows.count()][means.length];
    for (int i = 0; i < rows.values().length; i++) {
      int column = i % means.length;
      scaled[i / means.length][column] = (rows.values()[i] - means[column]) / deviations[column];
    }
    return new BlockRealMatrix(scaled);
  }

  /** The logarithm of the volume that scaling divides by. */
  double logVolume() {
    return DoubleStream.of(deviations).map(Math::log).sum();
  }
}
