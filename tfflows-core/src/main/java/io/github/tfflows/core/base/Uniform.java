package io.github.tfflows.core.base;

import io.github.tfflows.core.Condition;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.Collections;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The uniform distribution on a box: {@code log p(x) = -Σ log(highᵢ - lowᵢ)} nats for {@code lowᵢ ≤
 * xᵢ ≤ highᵢ}, minus infinity outside.
 *
 * @param low the lower corner
 * @param high the upper corner
 */
public record Uniform(List<Double> low, List<Double> high) implements Distribution {
  /**
   * Copies the corners and checks them.
   *
   * @throws IllegalArgumentException if they are empty, differ in length, or a side has no positive
   *     finite length
   */
  public Uniform {
    low = List.copyOf(low);
    high = List.copyOf(high);
    if (low.isEmpty() || low.size() != high.size()) {
      throw new IllegalArgumentException(
          "expected two corners of as many entries, at least one, got %d and %d"
              .formatted(low.size(), high.size()));
    }
    for (int i = 0; i < low.size(); i++) {
      double length = high.get(i) - low.get(i);
      if (!(length > 0 && Double.isFinite(length))) {
        throw new IllegalArgumentException(
            "side %d runs from %s to %s; expected low < high, both finite"
                .formatted(i, low.get(i), high.get(i)));
      }
    }
  }

  /**
   * Returns the uniform distribution on a cube.
   *
   * @param d the dimension, at least one
   * @param low the lower end of every side
   * @param high the upper end of every side
   * @throws IllegalArgumentException if {@code d < 1} or not {@code low < high}
   */
  public static Uniform cube(int d, double low, double high) {
    EventShapes.requireKnown(Shape.of(d));
    return new Uniform(Collections.nCopies(d, low), Collections.nCopies(d, high));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(low.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Condition inside = x.atLeast(corner(scope, low)).and(x.atMost(corner(scope, high)));
    Expr outside = scope.constant(Double.NEGATIVE_INFINITY);
    return scope.sumPresent(inside.select(logDensity(scope), outside));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr u = noise.uniform(scope, eventShape());
    Expr x = u.times(corner(scope, high)).plus(u.complement().times(corner(scope, low)));
    return new Sample(x, scope.sumPresent(logDensity(scope).broadcastLike(x)));
  }

  /** The log-density of each entry inside of the box. */
  private Expr logDensity(GraphScope scope) {
    return corner(scope, high).minus(corner(scope, low)).log().negated();
  }

  private Expr corner(GraphScope scope, List<Double> corner) {
    return scope.constant(eventShape(), corner.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
