package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.testing.ReferenceValues;

/** Numbers of other implementations, by the name of a map; the tests name their sources. */
final class ScalarReferences {
  static double[] numbers(String key) {
    return ReferenceValues.of(ScalarReferences.class, "scalar.properties").numbers(key);
  }

  private ScalarReferences() {}
}
