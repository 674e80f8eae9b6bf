package io.github.tfflows.core;

import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * The unit Gaussian {@code N(0, I)}: {@code log p(x) = -½ Σ xᵢ² - (d/2) log 2π} nats on all of ℝᵈ.
 *
 * @param eventShape the shape of one event
 */
public record StandardNormal(Shape eventShape) implements Distribution {
  /**
   * Checks the shape.
   *
   * @param eventShape see the record
   * @throws IllegalArgumentException if a size is unknown or below one
   */
  public StandardNormal {
    EventShapes.requireKnown(eventShape);
  }

  /**
   * Returns the unit Gaussian on vectors of {@code d} reals.
   *
   * @param d the dimension, at least one
   * @return the distribution
   * @throws IllegalArgumentException if {@code d < 1}
   */
  public static StandardNormal of(long d) {
    return new StandardNormal(Shape.of(d));
  }

  @Override
  public <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x) {
    Expr<T> energy = scope.expr(scope.sumEvent(scope.tf().math.square(x))).times(-0.5);
    return energy.minus(0.5 * eventShape.size() * Math.log(2 * Math.PI));
  }

  @Override
  public <T extends TFloating> Sample<T> sample(
      GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed) {
    Operand<T> z = Noise.normal(scope, EventShapes.batched(scope.tf(), count, eventShape), seed);
    return new Sample<>(z, logProb(scope, z));
  }
}
