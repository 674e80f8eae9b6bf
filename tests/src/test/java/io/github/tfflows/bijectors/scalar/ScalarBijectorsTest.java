package io.github.tfflows.bijectors.scalar;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Scalar bijectors under their contract. */
@ParameterizedClass
@MethodSource("io.github.tfflows.bijectors.scalar.ScalarBijectors#cases")
class ScalarBijectorsTest extends ScalarCase {
  ScalarBijectorsTest(ScalarCase each) {
    super(each);
  }
}
