package io.github.tfflows.tables.evaluation;

import java.util.Optional;

/**
 * The fit of a model to rows that it has not seen.
 *
 * @param rows the number of rows
 * @param draws the number of draws they were compared with
 * @param logProb the log-density of the rows as they were read, in nats a row
 * @param levels the log-density of rows and of draws, both with noise where numbers have a step
 * @param calibration the rows in the base; nothing if it is no standard normal
 * @param prediction the quality of the predictions of a column, where the model makes them
 */
public record Evaluation(
    int rows,
    int draws,
    Mean logProb,
    DensityLevels levels,
    Optional<Calibration> calibration,
    Optional<PredictionQuality> prediction) {
  /**
   * Evaluates the evidence.
   *
   * @param evidence the model's numbers for the rows
   * @param logProb the log-density of the rows as they were read
   */
  public static Evaluation of(Evidence evidence, Mean logProb) {
    return new Evaluation(
        evidence.test().count(),
        evidence.draws().count(),
        logProb,
        DensityLevels.of(evidence.logProb(), evidence.drawLogProb()),
        evidence.latent().map(Calibration::of),
        Optional.empty());
  }

  /** Returns this evaluation with the quality of predictions. */
  public Evaluation with(PredictionQuality quality) {
    return new Evaluation(rows, draws, logProb, levels, calibration, Optional.of(quality));
  }
}
