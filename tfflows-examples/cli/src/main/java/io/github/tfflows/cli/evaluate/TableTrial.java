package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * The rows for an evaluation. Draws are compared with rows with noise as wide as the step, as in
 * training. The likelihood is computed without noise.
 *
 * @param rows the rows to measure on, as they are read
 * @param test the same rows with noise
 * @param training the rows that baselines are fitted to, with noise
 */
public record TableTrial(TableSchema schema, Data rows, Data test, Data training) {
  /**
   * Adds the noise.
   *
   * @param test rows to measure on, as they are read
   * @param training other rows, as they are read
   * @param seed equal seeds give equal noise
   */
  public static TableTrial of(TableSchema schema, Data test, Data training, long seed) {
    float[] spacing = schema.spacing();
    return new TableTrial(
        schema,
        schema.whole(test),
        schema.whole(test.dequantized(spacing, seed)),
        schema.whole(training.dequantized(spacing, -seed - 1)));
  }

  /**
   * Evaluates a model of the same columns.
   *
   * @throws IllegalArgumentException if there are too few rows
   * @throws IllegalStateException if the model draws nothing finite
   */
  public Report report(TableModel model, Report.Subject subject) {
    Settings settings = subject.settings();
    CompiledDistribution density = model.distribution();
    Evidence evidence = Evidence.collect(density, test, settings.draws(), settings.seed());
    NamedRows named = new NamedRows(schema, evidence.test());
    float[] logProb = density.given(rows.context()).logProb(rows.x());
    Likelihood likelihood = Likelihood.of(logProb, baselines(settings.seed()));
    return new Report(
        subject,
        Examination.of(evidence, named, likelihood),
        density.description(),
        evidence,
        named,
        Optional.empty(),
        Optional.empty());
  }

  /** Fits the baselines, and measures them. */
  public List<Baseline> baselines(long seed) {
    return Baseline.of(schema, training, rows, seed);
  }
}
