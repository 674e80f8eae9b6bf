package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Monotonicity;
import org.tensorflow.ndarray.Shape;

/** A scalar bijector that is increasing for all parameters. */
public interface Increasing extends ScalarBijector {
  @Override
  default Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }
}
