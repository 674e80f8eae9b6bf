package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Conditions;
import io.github.tfflows.cli.statistic.IndependentColumns;
import io.github.tfflows.cli.statistic.MixtureOfGaussians;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.LinearGaussian;
import io.github.tfflows.tables.column.TableSchema;
import java.util.List;

/**
 * A simple density that was fitted to some rows: its log-densities of other rows, in nats, the
 * number of its parameters, and the seconds of the fit.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Baseline(String name, float[] logProb, long parameters, double seconds) {
  /**
   * Fits a Gaussian and a mixture of Gaussians or, if there are names, missing values or point
   * masses, independent columns.
   *
   * @param training rows to fit to, which no evaluation measures
   * @return the densities, the simplest first
   */
  public static List<Baseline> of(TableSchema schema, Data training, Data rows, long seed) {
    long begin = System.nanoTime();
    if (!schema.isNumeric()) {
      IndependentColumns columns = IndependentColumns.fit(schema, training.x());
      float[] logProb = columns.logProb(rows.x());
      return List.of(
          new Baseline(IndependentColumns.NAME, logProb, columns.parameters(), since(begin)));
    }
    Conditions regressors = new Conditions(schema.given());
    Data numbers = new Data(training.x(), regressors.apply(training.context()));
    Data test = new Data(rows.x(), regressors.apply(rows.context()));
    LinearGaussian gaussian = LinearGaussian.fit(numbers);
    float[] simple = gaussian.logProb(test);
    double seconds = since(begin);
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, numbers, seed)) {
      float[] better = mixture.logProb(test);
      return List.of(
          new Baseline("Gaussian", simple, gaussian.parameters(), seconds),
          new Baseline(MixtureOfGaussians.NAME, better, mixture.parameters(), since(begin)));
    }
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
