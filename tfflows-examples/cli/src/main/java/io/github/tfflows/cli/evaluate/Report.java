package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import java.util.Optional;

/**
 * The evaluation of a model, with its subject and evidence.
 *
 * @param evaluation the numbers
 * @param evidence the model's numbers row by row
 * @param test the rows in the order of the evidence, with the names of their columns
 * @param synthetic the quality of draws as synthetic data, if it was measured
 * @param anomalies the strangeness as a score of anomalies, if some rows are labelled
 */
public record Report(
    Subject subject,
    Examination evaluation,
    ModelDescription description,
    Evidence evidence,
    NamedRows test,
    Optional<SyntheticQuality> synthetic,
    Optional<AnomalyRanking> anomalies) {
  /**
   * The model and the data of an evaluation.
   *
   * @param rows the location of the rows to evaluate on
   * @param training the location of the rows that baselines are fitted to
   * @param trainingRows the number of rows that baselines are fitted to
   * @param settings the extent of the evaluation
   */
  public record Subject(
      String model, String rows, String training, int trainingRows, Settings settings) {}

  /** Returns the quality of the predictions of a column, if the model makes them. */
  public Optional<PredictionQuality> prediction() {
    return evaluation.model().prediction();
  }

  /** Returns the report with the quality of the draws as synthetic data. */
  public Report with(SyntheticQuality quality) {
    return new Report(
        subject, evaluation, description, evidence, test, Optional.of(quality), anomalies);
  }

  public Report with(AnomalyRanking ranking) {
    return new Report(
        subject, evaluation, description, evidence, test, synthetic, Optional.of(ranking));
  }

  public Report with(PredictionQuality quality) {
    return new Report(
        subject, evaluation.with(quality), description, evidence, test, synthetic, anomalies);
  }
}
