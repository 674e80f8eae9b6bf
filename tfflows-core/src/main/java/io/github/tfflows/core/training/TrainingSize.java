package io.github.tfflows.core.training;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Validation;

/**
 * The settings of a training by the size of its data, tuned on tables of 100 to 50,000 rows and of
 * 4 to 60 columns.
 *
 * @param rows the number of rows, including those held out
 * @param columns the number of features
 */
record TrainingSize(int rows, int columns) {
  /** With fewer rows, several flows with different held-out rows are worth their time. */
  private static final int FEW_ROWS = 1_000;

  /** The least number of rows for Muon; with fewer, a training has too few steps for it. */
  private static final int MANY_ROWS = 8_000;

  private static final int EPOCHS = 100;
  private static final int LEAST_STEPS = 400;
  private static final int MOST_STEPS_BY_ADAM = 3_000;
  private static final int LEAST_STEPS_BY_MUON = 1_800;
  private static final int MOST_STEPS_BY_MUON = 6_000;
  private static final int PASSES_BY_MUON = 23;
  private static final int VALIDATIONS = 50;
  private static final int PATIENCE = 15;

  TrainingSize {
    Require.atLeast("rows", rows, 1);
    Require.atLeast("columns", columns, 1);
  }

  private boolean isSmall() {
    return rows < FEW_ROWS;
  }

  int batchSize() {
    return Math.max(16, Math.min(256, rows / 5));
  }

  private boolean isByMuon() {
    return rows >= MANY_ROWS;
  }

  /**
   * Returns the number of steps, within limits: about 100 passes for few rows, and 23 passes for
   * 20,000 rows and more.
   */
  int steps() {
    int most = isByMuon() ? MOST_STEPS_BY_MUON : MOST_STEPS_BY_ADAM;
    int least = isByMuon() ? LEAST_STEPS_BY_MUON : LEAST_STEPS;
    long passes = isByMuon() ? PASSES_BY_MUON : EPOCHS;
    return (int) Math.max(least, Math.min(most, passes * rows / batchSize()));
  }

  Validation validation() {
    return new Validation(0.1, steps() / VALIDATIONS, PATIENCE);
  }

  /** Returns updates with weight decay, if there are few rows for each column. */
  Optimization optimization() {
    double decay = Math.min(2, 150.0 * columns / rows);
    Optimization adam =
        Optimization.defaults()
            .withAdam(Adam.defaults().withWeightDecay(decay))
            .withLearningRate(LearningRate.cosine(5e-3))
            .withAveraging(isSmall() ? 0.98 : 0.99);
    return isByMuon() ? adam.withMuon(Muon.defaults()) : adam;
  }

  int members() {
    return isSmall() ? 3 : 1;
  }
}
