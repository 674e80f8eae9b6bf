package io.github.tfflows.gallery.worked;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

class RotationTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Torus.Rotation();
  }

  @Override
  public List<String> parameterNames() {
    return List.of("angles");
  }

  /** Angles have no order. */
  @Override
  public boolean hidesItsSense(Shape event) {
    return true;
  }

  @Override
  public boolean startsAsIdentity() {
    return true;
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    return Math.PI * (2 * random.nextDouble() - 1);
  }
}
