package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tensorflow.ndarray.Shape;

class TanhTest implements BijectorContract {
  @Override
  public Bijector bijector(Shape event) {
    return new Tanh();
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
    double x = random.nextGaussian();
    return direction == Direction.FORWARD ? x : Math.tanh(x);
  }

  @Override
  public double[] edges(Direction direction) {
    return new double[] {
      1, -1, Math.nextDown(1f), Math.nextUp(-1f), 0, 10, -10, 90, 1e4, -1e4, 1e30, -1e30
    };
  }
}
