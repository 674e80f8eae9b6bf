package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * A power, {@code y = xᵖ} with {@code log |dy/dx| = log |p| + (p - 1)·log x}, of the positive
 * numbers onto themselves. It is decreasing for {@code p < 0}. {@link Exp} and {@link Softplus} map
 * the reals onto its domain.
 *
 * <p>Points are clipped, with zero gradient, to the range where neither the power nor its slope
 * leaves the range of the float type. In single precision squares lie between 1e-31 and 1e31.
 *
 * @param exponent the exponent {@code p}, of either sign, with a magnitude from 0.01 to 100
 */
public record Power(double exponent) implements ScalarBijector {
  public Power {
    if (!(Math.abs(exponent) >= 0.01 && Math.abs(exponent) <= 100)) {
      throw new IllegalArgumentException(
          "expected an exponent with a magnitude from 0.01 to 100, got " + exponent);
    }
  }

  /** Returns {@code y = x²}. */
  public static Power square() {
    return new Power(2);
  }

  /** Returns {@code y = 1/x}. */
  public static Power reciprocal() {
    return new Power(-1);
  }

  @Override
  public Domain domain() {
    return Domain.POSITIVE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return power(x, exponent);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return power(y, 1 / exponent);
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return exponent > 0 ? Monotonicity.INCREASING : Monotonicity.DECREASING;
  }

  private static Mapped power(Expr x, double p) {
    double end = -Math.log(x.scope().limits().smallest());
    double reach = end / Math.max(1, Math.max(Math.abs(p), Math.abs(p - 1)));
    Expr log = x.clip(Math.exp(-reach), Math.exp(reach)).log();
    return new Mapped(log.times(p).exp(), log.times(p - 1).plus(Math.log(Math.abs(p))));
  }
}
