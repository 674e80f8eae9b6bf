package io.github.tfflows.core.training;

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
  /** Fewer rows justify the time for several flows with different held-out rows. */
  private static final int FEW_ROWS = 1_000;

  /** With fewer rows, a training has too few steps for Muon. */
  private static final int MANY_ROWS = 8_000;

  private static final int EPOCHS = 100;
  private static final int LEAST_STEPS = 400;
  private static final int MOST_STEPS = 3_000;
  private static final int MOST_STEPS_OF_MANY_ROWS = 10_000;
  private static final int LEAST_PASSES = 38;
  private static final int VALIDATIONS = 50;
  private static final int PATIENCE = 15;

  TrainingSize {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "expected at least one row and one column, got %s and %s".formatted(rows, columns));
    }
  }

  private boolean isSmall() {
    return rows < FEW_ROWS;
  }

  int batchSize() {
    return Math.max(16, Math.min(256, rows / 5));
  }

  /** Returns 100 passes for few rows, 38 for 20,000 and more, within limits. */
  int steps() {
    long few = Math.min(MOST_STEPS, (long) EPOCHS * rows / batchSize());
    long many = Math.min(MOST_STEPS_OF_MANY_ROWS, (long) LEAST_PASSES * rows / batchSize());
    return (int) Math.max(LEAST_STEPS, Math.max(few, many));
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
    return rows < MANY_ROWS ? adam : adam.withMuon(Muon.defaults());
  }

  int members() {
    return isSmall() ? 3 : 1;
  }
}
