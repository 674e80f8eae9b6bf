package io.github.tfflows.tables;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Progress;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.density.RandomStates;
import io.github.tfflows.tables.density.TableDensity;
import java.util.function.Consumer;

/**
 * The training of a density of a table.
 *
 * @param recipe the numbers of the training
 * @param schema the columns
 */
public record TableTraining(Training recipe, TableSchema schema) {
  /**
   * Fits a density. Values with a step get noise of its width; where any cell can be given, each
   * pass gives others.
   *
   * @param density the density that {@link TableFlow} returns for the columns
   * @param rows rows as {@link TableReader} reads them
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   */
  public TableModel fit(Distribution density, Data rows, Consumer<Progress> listener) {
    CompiledDistribution fitted =
        density instanceof TableDensity table
                && table.conditioning() == TableDensity.Conditioning.ANY
            ? fitAny(table, rows, listener)
            : recipe.fit(density, rows, schema.spacing(), listener);
    return TableModel.of(fitted, schema);
  }

  private CompiledDistribution fitAny(
      TableDensity density, Data rows, Consumer<Progress> listener) {
    long seed = recipe.seed();
    float[] spacing = schema.spacing();
    Data.Split split = rows.split(recipe.validation().heldOut(), seed);
    DataSource training = DataSource.of(split.training()).dequantized(spacing, seed);
    Data heldOut = split.heldOut().dequantized(spacing, -seed - 1);
    return recipe.fit(
        density,
        new RandomStates(density, training, seed),
        new RandomStates(density, DataSource.of(heldOut), -seed - 1)
            .pass(0)
            .findFirst()
            .orElseThrow(),
        listener);
  }
}
