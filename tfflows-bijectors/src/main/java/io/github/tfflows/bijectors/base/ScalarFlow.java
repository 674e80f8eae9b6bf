package io.github.tfflows.bijectors.base;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.Cumulative;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * An entrywise flow {@code xᵢ = f(zᵢ; θᵢ)} with an increasing {@code f}, whose distribution
 * function is {@code F(x) = F_base(f⁻¹(x))}. It has the density and the parameter names of a {@link
 * io.github.tfflows.core.TransformedDistribution}.
 *
 * <p>Since it is {@link Cumulative}, a spline of a Gaussian can be {@linkplain
 * io.github.tfflows.core.base.Quantized quantized}, and any distribution function of {@link
 * io.github.tfflows.bijectors.cdf} has {@linkplain io.github.tfflows.core.base.OrderStatistic order
 * statistics}:
 *
 * <pre>{@code
 * new OrderStatistic(1, 20, ScalarFlow.withCdf(new WeibullCdf(), 3))
 * }</pre>
 *
 * <p>Tails are as precise as the base's tails at {@code f⁻¹(x)}, which are exact to rounding for a
 * Gaussian or a logistic base. The upper tail of a uniform base is as coarse as the float type near
 * one, so that {@code 1 - F(x)} is at least half the machine epsilon. The density has no such
 * limit.
 *
 * @param base the distribution of {@code z}
 * @param map the map {@code f} of each entry, increasing
 */
public record ScalarFlow(Cumulative base, ScalarBijector map) implements Cumulative {
  public ScalarFlow {
    Monotonicity found = map.monotonicity(base.eventShape());
    if (found != Monotonicity.INCREASING) {
      throw new IllegalArgumentException(
          "expected an increasing map of each entry, got %s, which is %s".formatted(map, found));
    }
  }

  /**
   * Returns the distribution of independent entries with a given distribution function.
   *
   * @param d the dimension, at least one
   */
  public static ScalarFlow withCdf(ScalarBijector cdf, int d) {
    return new ScalarFlow(Uniform.cube(d, 0, 1), cdf.inverted());
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return scope.sumPresent(tails(scope, scope.presentOnly(x)).logDensity());
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Sample z = base.sample(scope.sub("base"), noise);
    Mapped x = forward(scope, z.value());
    return !scope.isDifferentiated() && map.losesDigits()
        ? new Sample(x.value(), logProb(scope, x.value()))
        : new Sample(x.value(), z.logProb().minus(scope.sumPresent(x.logDet())));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    GraphScope place = scope.sub("bijector");
    Mapped z = map.preimage(place, x, map.theta(place, x));
    Tails at = base.tails(scope.sub("base"), z.value());
    return new Tails(at.logDensity().plus(z.logDet()), at.logBelow(), at.logAbove());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    return forward(scope, base.quantile(scope.sub("base"), logBelow, logAbove)).value();
  }

  private Mapped forward(GraphScope scope, Expr z) {
    GraphScope place = scope.sub("bijector");
    return map.forward(place, z, map.theta(place, z));
  }
}
