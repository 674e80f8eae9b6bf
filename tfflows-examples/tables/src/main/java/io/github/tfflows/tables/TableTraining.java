package io.github.tfflows.tables;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.TableDistribution;
import java.util.function.Consumer;

/**
 * The training of a density of a table. Values with a step get noise of its width; where any cell
 * can be given, each pass gives others.
 *
 * @param recipe the numbers of the training
 * @param schema the columns
 */
public record TableTraining(Training recipe, TableSchema schema) {
  /**
   * Fits a density.
   *
   * @param density the density that {@link TableDistribution} returns for the columns
   * @param rows rows as {@link TableReader} reads them
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   */
  public TableModel fit(Distribution density, Data rows, Consumer<Progress> listener) {
    CompiledDistribution fitted;
    if (schema.conditioning() == Conditioning.ANY) {
      Fold fold = fold(rows);
      fitted = recipe.fit(density, fold.training, fold.heldOut, listener);
    } else {
      fitted = recipe.fit(density, rows, schema.spacing(), listener);
    }
    return TableModel.of(fitted, schema);
  }

  /**
   * Trains a model further, from its own weights.
   *
   * @param model a model of the same columns; it is neither changed nor closed
   * @param rows rows as {@link TableReader} reads them
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed; with the given weights where none
   *     are better
   * @throws IllegalArgumentException if its definition cannot be read back
   */
  public TableModel refit(TableModel model, Data rows, Consumer<Progress> listener) {
    CompiledDistribution start = model.distribution();
    Fold fold = fold(rows);
    return TableModel.of(recipe.refit(start, fold.training, fold.heldOut, listener), schema);
  }

  /**
   * The rows of a training.
   *
   * @param training those to learn from
   * @param heldOut those to validate with
   */
  private record Fold(DataSource training, Data heldOut) {}

  private Fold fold(Data rows) {
    Data.Split split =
        rows.withoutZeroWeights().split(recipe.validation().heldOut(), recipe.seed());
    TrainingRows seen = new TrainingRows(schema, recipe.seed());
    return new Fold(
        seen.training(DataSource.of(split.training().withMeanWeightOne())),
        seen.validation(split.heldOut()));
  }
}
