package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * {@code d} real numbers along the last axis onto the sphere of directions in {@code d + 1}
 * dimensions, except one pole, by the stereographic projection, as in flows on manifolds (Gemici,
 * Rezende and Mohamed, 2016, arXiv:1611.02304; {@code UnitVector} in TensorFlow Probability):
 *
 * <pre>{@code
 * y = (2x₁, ..., 2x_d, |x|² - 1) / (|x|² + 1)      log √det JᵀJ = d log(2 / (|x|² + 1))
 * xₖ = yₖ / (1 - y_{d+1})
 * }</pre>
 *
 * <p>The log-determinant is per area of the sphere. Zeros map to the pole {@code (0, ..., 0, -1)};
 * the other pole, {@code (0, ..., 0, 1)}, lies at infinity. In the inverse, points closer to the
 * other pole than the machine epsilon have the log-determinant at that distance.
 */
public record Sphere() implements Bijector {
  private static final String MAP = "a map onto a sphere";

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr m = x.unitAlong(-1, 1);
    Expr scaled = x.over(m);
    Expr unit = scope.constant(1).over(m);
    Expr square = scaled.square().sumLast().expand(-1);
    Expr sum = square.plus(unit.square()); // (|x|² + 1) / m²
    Expr sides = scaled.times(unit).times(2);
    Expr y = scope.concat(-1, List.of(sides, square.minus(unit.square()))).over(sum);
    return new Mapped(y, logDet(sum.log().plus(m.log().times(2)), x.size(-1)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    int d = y.size(-1) - 1;
    double epsilon = scope.limits().epsilon();
    Expr sides = y.slice(-1, 0, d);
    Expr height = y.slice(-1, d, 1);
    // On the sphere 1 - h = |sides|² / (1 + h), which is precise near the pole.
    Expr near =
        sides.square().sumLast().expand(-1).max(epsilon * epsilon).over(height.max(0).plus(1));
    Expr gap = height.greater(0).select(near, height.min(0).complement()); // 2 / (|x|² + 1)
    return new Mapped(sides.over(gap), logDet(gap.log().negated().plus(Math.log(2)), d).negated());
  }

  /** {@code d log(2 / (|x|² + 1))} for {@code log(|x|² + 1)}, {@code [n, ..., 1]}. */
  private static Expr logDet(Expr logSquares, int d) {
    return logSquares.minus(Math.log(2)).times(-d).sumEvent();
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LastAxis.longer(event, 1, MAP);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return LastAxis.longer(event, -1, MAP);
  }
}
