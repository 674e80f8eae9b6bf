package io.github.tfflows.bijectors.structure;

import io.github.tfflows.testing.BijectorContract;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** A map onto shares along the last axis, of which the last one follows from the others. */
interface SimplexContract extends BijectorContract {
  @Override
  default List<String> parameterNames() {
    return List.of();
  }

  @Override
  default List<Shape> events() {
    return List.of(Shape.of(1), Shape.of(3), Shape.of(8), Shape.of(2, 2, 3));
  }

  /** Shares of very different sizes are hard on central differences. */
  @Override
  default double entry(Direction direction, RandomGenerator random) {
    double x = random.nextGaussian();
    return direction == Direction.FORWARD ? 1.5 * x : Math.exp(x);
  }

  @Override
  default double[] point(Direction direction, Shape event, double... entries) {
    return direction == Direction.FORWARD
        ? entries
        : LastAxisPoints.mapped(entries, event, SimplexContract::shares);
  }

  private static double[] shares(double... entries) {
    double sum = Arrays.stream(entries).map(Math::abs).sum();
    return Arrays.stream(entries)
        .map(at -> sum == 0 ? 1.0 / entries.length : Math.abs(at) / sum)
        .toArray();
  }

  @Override
  default int[] free(Direction direction, Shape event) {
    IntStream all = IntStream.range(0, Math.toIntExact(event.size()));
    long shares = event.get(-1);
    return (direction == Direction.FORWARD ? all : all.filter(i -> (i + 1) % shares != 0))
        .toArray();
  }

  @Test
  default void rejectsEventsWithoutShares() {
    Expect.rejected("[1]", () -> bijector(Shape.of(1)).inverseEventShape(Shape.of(1)));
    Expect.rejected("[-1]", () -> bijector(Shape.of(1)).forwardEventShape(Shape.of(-1)));
  }
}
