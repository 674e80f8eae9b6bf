package io.github.tfflows.tables.evaluation;

import java.util.Optional;

/**
 * The evaluation of a model on new rows.
 *
 * @param draws the number of draws for comparison
 * @param logProb the log-density of the rows without noise, in nats a row
 * @param levels the log-densities of rows and of draws, both with noise for numbers with a step
 * @param calibration the calibration of the rows in the base; empty if that is not a standard
 *     normal
 * @param prediction the quality of the predictions of a column, if the model makes them
 */
public record Evaluation(
    int rows,
    int draws,
    Mean logProb,
    DensityLevels levels,
    Optional<Calibration> calibration,
    Optional<PredictionQuality> prediction) {
  /** Evaluates the evidence, beside the mean log-density of the rows without noise, in nats. */
  public static Evaluation of(Evidence evidence, Mean logProb) {
    return new Evaluation(
        evidence.test().count(),
        evidence.draws().count(),
        logProb,
        DensityLevels.of(evidence.logProb(), evidence.drawLogProb()),
        evidence.latent().map(Calibration::of),
        Optional.empty());
  }

  public Evaluation with(PredictionQuality quality) {
    return new Evaluation(rows, draws, logProb, levels, calibration, Optional.of(quality));
  }
}
