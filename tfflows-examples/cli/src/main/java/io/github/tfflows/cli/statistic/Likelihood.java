package io.github.tfflows.cli.statistic;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.Mean;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The log-density of unseen rows, of a model and of simpler densities that were fitted to other
 * rows.
 *
 * @param model its mean log-density, in nats a row
 * @param baselines the simpler ones, from the simplest on
 */
public record Likelihood(Mean model, List<Baseline> baselines) {
  /**
   * A density to compare with.
   *
   * @param name the name of the density
   * @param likelihood its mean log-density, in nats a row
   * @param gain the mean of the difference to the model, row by row
   */
  public record Baseline(String name, Mean likelihood, Mean gain) {}

  /** Copies the list. */
  public Likelihood {
    baselines = List.copyOf(baselines);
  }

  /**
   * The data that the baselines are fitted to.
   *
   * @param rows rows that the model is not measured on
   * @param conditions maps contexts to numbers that a mean can be linear in
   * @param mixed the columns, where some are names or have missing values
   */
  public record Fitting(Data rows, UnaryOperator<Rows> conditions, Optional<TableSchema> mixed) {
    /**
     * Returns rows with their contexts as they are.
     *
     * @param rows the rows
     * @return the data
     */
    public static Fitting of(Data rows) {
      return new Fitting(rows, context -> context, Optional.empty());
    }

    public Data prepared(Data raw) {
      return new Data(raw.x(), conditions.apply(raw.context()));
    }
  }

  /** Fits the baselines and measures them where the model was measured. */
  public static Likelihood of(float[] model, Data rows, Fitting fitting, long seed) {
    if (fitting.mixed().isPresent()) {
      IndependentColumns columns =
          IndependentColumns.fit(fitting.mixed().get(), fitting.rows().x());
      return new Likelihood(
          Mean.of(model),
          List.of(baseline(IndependentColumns.NAME, columns.logProb(rows.x()), model)));
    }
    Data training = fitting.prepared(fitting.rows());
    Data test = fitting.prepared(rows);
    LinearGaussian gaussian = LinearGaussian.fit(training);
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, training, seed)) {
      return new Likelihood(
          Mean.of(model),
          List.of(
              baseline("Gaussian", gaussian.logProb(test), model),
              baseline(MixtureOfGaussians.NAME, mixture.logProb(test), model)));
    }
  }

  private static Baseline baseline(String name, float[] logProb, float[] model) {
    return new Baseline(name, Mean.of(logProb), Mean.ofDifferences(model, logProb));
  }
}
