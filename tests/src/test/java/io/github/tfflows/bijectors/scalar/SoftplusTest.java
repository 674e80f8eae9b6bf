package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

class SoftplusTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Softplus();
  }

  @Override
  public List<String> parameterNames() {
    return List.of();
  }

  @Override
  public List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  @Override
  public double entry(Direction direction, RandomGenerator random) {
    double x = 1.5 * random.nextGaussian();
    return direction == Direction.FORWARD ? x : Math.log1p(Math.exp(x));
  }
}
