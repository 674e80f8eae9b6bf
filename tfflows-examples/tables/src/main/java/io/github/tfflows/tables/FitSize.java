package io.github.tfflows.tables;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;

/**
 * The settings of a training by the size of its table: {@link Training#forData}, with longer
 * trainings of joint densities, several members for predictions of few rows, and {@link Muon} for
 * predictions of many.
 *
 * @param rows the number of rows, including those held out
 * @param schema the columns
 */
public record FitSize(int rows, TableSchema schema) {
  /** With fewer rows, predictions average several trainings. */
  private static final int FEW_TO_PREDICT = 5_000;

  private static final int MEMBERS_TO_PREDICT = 4;

  /** With as many rows, predictions of a name are better by Muon for all kernels. */
  private static final int ROWS_OF_NAMES = 1_000;

  /** With as many rows, predictions of a number are better by Muon for all kernels. */
  private static final int ROWS_OF_NUMBERS = 8_000;

  /** Densities of fewer columns need no long training. */
  private static final int MANY_COLUMNS = 8;

  /** With as many rows for each column, a long training pays off. */
  private static final int ROWS_OF_COLUMN = 1_000;

  private static final int MOST_PASSES = 160;
  private static final int MOST_STEPS = 12_000;

  /** Returns the training of a model from its start. */
  public Training training() {
    Training usual = furtherTraining();
    int columns = schema.modelled().size();
    boolean isJoint = schema.given().isEmpty() && schema.conditioning() == Conditioning.NONE;
    return isJoint && columns >= MANY_COLUMNS && rows >= ROWS_OF_COLUMN * columns
        ? longer(usual)
        : usual;
  }

  /** Returns the training of a model from its weights. */
  Training furtherTraining() {
    Training usual = Training.forData(rows, schema.modelled().size());
    if (!schema.isOfOneTarget()) {
      return usual;
    }
    Training ofTarget = rows < FEW_TO_PREDICT ? usual.withMembers(MEMBERS_TO_PREDICT) : usual;
    int many = schema.numbers() == 0 ? ROWS_OF_NAMES : ROWS_OF_NUMBERS;
    Muon muon = Muon.defaults().withKernels(Muon.Kernels.ALL);
    return rows < many
        ? ofTarget
        : ofTarget.withOptimization(ofTarget.optimization().withMuon(muon));
  }

  /** Returns a longer training: joint densities of many rows do not overfit soon. */
  private Training longer(Training usual) {
    long passes = (long) MOST_PASSES * rows / usual.batchSize();
    int steps = (int) Math.max(usual.steps(), Math.min(MOST_STEPS, passes));
    Validation often = usual.validation();
    int every = Math.max(often.every(), (int) ((long) often.every() * steps / usual.steps()));
    return usual
        .withSteps(steps)
        .withValidation(new Validation(often.heldOut(), every, often.patience()));
  }
}
