package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Precision;

/** Checks the weights that a model is compiled with. */
final class FiniteWeights {
  /**
   * Checks that all numbers are finite in the precision of the model.
   *
   * @throws IllegalArgumentException if one is not, with the name of its parameter
   */
  static void require(Weights weights, Precision precision) {
    weights.byName().forEach((name, array) -> require(name, array.values(), precision));
  }

  private static void require(String name, double[] values, Precision precision) {
    for (int i = 0; i < values.length; i++) {
      double stored = precision == Precision.FLOAT32 ? (float) values[i] : values[i];
      if (!Double.isFinite(stored)) {
        throw new IllegalArgumentException(
            "the weights %s hold %s at entry %s; expected finite numbers of %s"
                .formatted(name, values[i], i, precision));
      }
    }
  }

  private FiniteWeights() {}
}
