package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.testing.ReferenceValues;

/** Numbers of other implementations, by the name of a map; the tests name their sources. */
final class MonotoneReferences {
  static double[] numbers(String key) {
    return ReferenceValues.of(MonotoneReferences.class, "monotone.properties").numbers(key);
  }

  private MonotoneReferences() {}
}
