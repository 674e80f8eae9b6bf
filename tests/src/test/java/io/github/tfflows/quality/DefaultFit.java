package io.github.tfflows.quality;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The fit of this library with its defaults. */
final class DefaultFit {
  /** Fits a density to rows. */
  static CompiledDistribution fit(float[][] training, long seed) {
    return fit(training, seed, progress -> {});
  }

  /** Fits a density to rows, with a listener that may end it early. */
  static CompiledDistribution fit(float[][] training, long seed, Consumer<Progress> listener) {
    int rows = training.length;
    int columns = training[0].length;
    return Training.forData(rows, columns)
        .withSeed(seed)
        .fit(
            Flows.forData(rows, columns).then(Standardize.fit(training)),
            Data.of(training),
            listener);
  }

  /**
   * Fits a density to the rows of a table of numbers, with a listener that may end it early.
   *
   * @return the model on plain numbers, to be closed
   */
  static CompiledDistribution fitTable(float[][] training, long seed, Consumer<Progress> listener)
      throws IOException {
    List<String> columns =
        IntStream.range(0, training[0].length).mapToObj(i -> "column " + i).toList();
    List<List<String>> rows =
        Arrays.stream(training)
            .map(row -> IntStream.range(0, row.length).mapToObj(i -> "" + row[i]).toList())
            .toList();
    return TableFit.of(TableSources.of("rows", columns, rows))
        .withTraining(usual -> usual.withSeed(seed))
        .listening(FitListener.ofTraining(listener))
        .fit()
        .distribution();
  }

  private DefaultFit() {}
}
