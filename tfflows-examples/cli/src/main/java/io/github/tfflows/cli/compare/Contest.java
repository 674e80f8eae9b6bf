package io.github.tfflows.cli.compare;

import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.cli.statistic.IndependentColumns;
import io.github.tfflows.cli.statistic.LinearGaussian;
import io.github.tfflows.cli.statistic.MixtureOfGaussians;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.TableDistribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Fits densities to the same rows and measures them on the same other rows. */
public final class Contest {
  private final TableSchema schema;
  private final Parts parts;
  private final TableTrial trial;
  private final int draws;
  private final List<Contestant.Run> runs = new ArrayList<>();

  /**
   * Disjoint rows, as they are read.
   *
   * @param training the rows to fit to
   * @param validation the rows that choose among the steps of a training
   * @param test the rows that all are measured on
   */
  public record Parts(Data training, Data validation, Data test) {
    /**
     * Divides rows at random.
     *
     * @param rows the rows
     * @param test the share to measure on
     * @param validation the share of the others to validate with
     * @param seed equal seeds give equal parts
     * @return the parts
     */
    public static Parts of(Data rows, double test, double validation, long seed) {
      Data.Split outer = rows.split(test, seed);
      Data.Split inner = outer.training().split(validation, seed + 1);
      return new Parts(inner.training(), inner.heldOut(), outer.heldOut());
    }
  }

  /**
   * Starts a contest with the baselines: a Gaussian and a mixture of Gaussians, or independent
   * columns where there are names or missing values.
   *
   * @param schema the columns
   * @param parts the rows
   * @param draws the number of draws to time
   * @param seed the seed of noise
   * @throws IllegalArgumentException if there are too few rows
   */
  public Contest(TableSchema schema, Parts parts, int draws, long seed) {
    this.schema = schema;
    this.parts = parts;
    this.draws = draws;
    this.trial = TableTrial.of(schema, parts.test(), parts.training(), seed);
    if (schema.isNumeric()) {
      addGaussians(seed);
    } else {
      addIndependentColumns();
    }
  }

  private void addIndependentColumns() {
    long begin = System.nanoTime();
    IndependentColumns columns = IndependentColumns.fit(schema, trial.training().x());
    float[] logProb = columns.logProb(trial.rows().x());
    runs.add(baseline(IndependentColumns.NAME, logProb, columns.parameters(), begin));
  }

  private void addGaussians(long seed) {
    Data training = trial.fitting().prepared(trial.training());
    Data test = trial.fitting().prepared(trial.rows());
    long begin = System.nanoTime();
    LinearGaussian gaussian = LinearGaussian.fit(training);
    runs.add(baseline("Gaussian", gaussian.logProb(test), gaussian.parameters(), begin));
    begin = System.nanoTime();
    try (MixtureOfGaussians mixture = MixtureOfGaussians.fit(gaussian, training, seed)) {
      runs.add(
          baseline(
              MixtureOfGaussians.NAME,
              mixture.logProb(test),
              gaussian.parameters() + parameters(mixture.mixture()),
              begin));
    }
  }

  private static Contestant.Run baseline(
      String name, float[] logProb, long parameters, long begin) {
    return new Contestant.Run(
        name, Optional.of(logProb), "", parameters, since(begin), OptionalDouble.empty());
  }

  /**
   * Adds a flow.
   *
   * @param name the name of the flow
   * @param flow the flow on the columns that are numbers, by their number
   * @param recipe its training
   * @param listener follows the training
   */
  public void enter(
      String name,
      IntFunction<TransformedDistribution> flow,
      Training recipe,
      Consumer<Progress> listener) {
    Distribution raw;
    try {
      raw = TableDistribution.of(flow, schema, parts.training());
    } catch (IllegalArgumentException e) { // the flow does not suit the columns
      runs.add(Contestant.Run.failed(name, String.valueOf(e.getMessage())));
      return;
    }
    float[] spacing = schema.spacing();
    DataSource noisy = DataSource.of(parts.training()).dequantized(spacing, recipe.seed());
    Data validation = parts.validation().dequantized(spacing, -recipe.seed() - 1);
    long begin = System.nanoTime();
    try (CompiledDistribution fitted = recipe.fit(raw, noisy, validation, listener)) {
      double seconds = since(begin);
      Data test = trial.rows();
      float[] logProb = fitted.given(test.context()).logProb(test.x());
      double speed = drawsPerSecond(fitted, test.context());
      runs.add(
          new Contestant.Run(
              name,
              Optional.of(logProb),
              "",
              parameters(fitted),
              seconds,
              OptionalDouble.of(speed)));
    } catch (IllegalStateException e) { // the training diverged
      runs.add(Contestant.Run.failed(name, String.valueOf(e.getMessage())));
    }
  }

  /** Of the second call, since the first prepares the graph. */
  private double drawsPerSecond(CompiledDistribution model, Rows contexts) {
    int[] repeated = IntStream.range(0, draws).map(i -> i % contexts.count()).toArray();
    Rows conditions = contexts.select(repeated);
    long begin = 0;
    for (int call = 0; call < 2; call++) {
      begin = System.nanoTime();
      Draws unused = model.given(conditions).sampleAndLogProb(draws, call);
    }
    return draws / since(begin);
  }

  private static long parameters(CompiledDistribution model) {
    Weights weights = model.weights();
    return weights.byName().values().stream().mapToLong(array -> array.values().length).sum();
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  /**
   * Ranks the densities.
   *
   * @return the comparison
   */
  public Comparison ranked() {
    return Comparison.of(runs);
  }
}
