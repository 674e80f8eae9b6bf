package io.github.tfflows.quality;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import java.util.function.Consumer;

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

  private DefaultFit() {}
}
