package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.IndependentColumns;
import io.github.tfflows.cli.statistic.LinearGaussian;
import io.github.tfflows.cli.statistic.MixtureOfGaussians;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A simple density, fitted to some rows in some seconds, and its log-density of each of other rows,
 * in nats.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Baseline(String name, float[] logProb, long parameters, double seconds) {
  /**
   * The rows that baselines are fitted to.
   *
   * @param rows rows that no evaluation measures
   * @param conditions encodes contexts as the regressors of a linear mean
   * @param mixed the columns, if some hold names or missing values
   */
  public record Fitting(Data rows, UnaryOperator<Rows> conditions, Optional<TableSchema> mixed) {
    /** Returns rows of numbers, whose contexts are the regressors. */
    public static Fitting of(Data rows) {
      return new Fitting(rows, context -> context, Optional.empty());
    }

    private Data prepared(Data raw) {
      return new Data(raw.x(), conditions.apply(raw.context()));
    }
  }

  /**
   * Fits a Gaussian and a mixture of Gaussians; independent columns, if some hold names or missing
   * values.
   *
   * @param seed the seed of the mixture
   * @return the densities, the simplest first
   */
  public static List<Baseline> of(Fitting fitting, Data rows, long seed) {
    long begin = System.nanoTime();
    if (fitting.mixed().isPresent()) {
      IndependentColumns columns =
          IndependentColumns.fit(fitting.mixed().get(), fitting.rows().x());
      float[] logProb = columns.logProb(rows.x());
      return List.of(
          new Baseline(IndependentColumns.NAME, logProb, columns.parameters(), since(begin)));
    }
    Data training = fitting.prepared(fitting.rows());
    Data test = fitting.prepared(rows);
    LinearGaussian gaussian = LinearGaussian.fit(training);
    float[] simple = gaussian.logProb(test);
    double seconds = since(begin);
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, training, seed)) {
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
