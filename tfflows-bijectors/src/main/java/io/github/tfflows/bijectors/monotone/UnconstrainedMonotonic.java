package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * The integral of a positive network within {@code ±bound}, and its tangents beyond: the scalar map
 * of unconstrained monotonic neural networks (Wehenkel and Louppe, 2019, arXiv:1908.05733, eq. 1).
 *
 * <pre>{@code
 * f(x) = c + ∫₀ˣ g(t) dt        log f'(x) = log g(x)
 * log g(t) = ln 1000·tanh(v(t) / ln 1000)     v(t) = d + Σₕ wₕ·tanh(sₕ·(t - mₕ))
 * }</pre>
 *
 * <p>The parameters are the weights of the network; in the paper, an embedding is a further input
 * of a common network. Units start evenly spaced over {@code ±bound}, each as wide as the spacing.
 * The {@code 3·units + 2} parameters {@code u} of an entry are, in this order,
 *
 * <pre>{@code
 * wₕ = u / (1 + |u| / 2)                            within (-2, 2)
 * mₕ = -bound + (2h - 1)·bound/units + u
 * log(sₕ·2·bound/units) = u / (1 + |u| / ln 2)      a factor within (½, 2)
 * d = u     c = u
 * }</pre>
 *
 * <p>Zero parameters are the identity. These limits keep {@code g} within (1e-3, 1e3) and so smooth
 * that Gauss-Legendre quadrature with {@code 16 + 4·units} points (the paper uses Clenshaw-Curtis)
 * is exact to rounding. For 2,000 networks each with 3 and with 8 units, the relative error was
 * below {@code 5e-14}. The gradient by {@code x} is the integrand itself.
 *
 * @param units the number of units, from 1 to 64
 * @param bound the points {@code ±bound} where tangents begin, in the unit of the entries; positive
 */
public record UnconstrainedMonotonic(int units, double bound) implements TangentTails {
  private static final int MAX_UNITS = 64;
  private static final double MAX_WEIGHT = 2;
  private static final double MAX_LOG_SHARPNESS = Math.log(2);

  /** The weights of the network; all but the last run along the last axis. */
  private record Network(Expr weights, Expr centers, Expr sharpness, Expr bias) {
    Expr logSlope(Expr t) {
      Expr place = t.expand(-1).minus(centers.expand(-2)).times(sharpness.expand(-2));
      Expr sum = place.tanh().times(weights.expand(-2)).sumLast().plus(bias);
      return sum.times(1 / Expr.LARGEST_LOG).tanh().times(Expr.LARGEST_LOG);
    }
  }

  public UnconstrainedMonotonic {
    Require.within("units", units, 1, MAX_UNITS);
    Require.positive("bound", bound);
  }

  @Override
  public int parameters() {
    return 3 * units + 2;
  }

  @Override
  public Function<Expr, Mapped> within(GraphScope scope, Expr theta) {
    List<Expr> parts = theta.split(-1, units, units, units, 1, 1);
    Network network = network(parts);
    Expr start = parts.get(4).entry(0);
    return x -> {
      Expr integral = integral(network, x.stopGradient());
      Expr logSlope = network.logSlope(x.expand(-1)).sumLast();
      return new Mapped(integral.withSlope(logSlope.exp(), x).plus(start), logSlope);
    };
  }

  private Expr integral(Network network, Expr x) {
    int count = 16 + 4 * units;
    GaussLegendre quadrature = GaussLegendre.of(count);
    Shape points = Shape.of(count);
    Expr t = x.expand(-1).times(x.scope().constant(points, quadrature.points()));
    Expr weights = x.scope().constant(points, quadrature.weights());
    return x.times(network.logSlope(t).exp().times(weights).sumLast());
  }

  private Network network(List<Expr> parts) {
    double spacing = 2 * bound / units;
    double[] centers = new double[units];
    Arrays.setAll(centers, h -> -bound + (h + 0.5) * spacing);
    Expr spread = parts.get(1).scope().constant(Shape.of(units), centers);
    return new Network(
        parts.get(0).squash(MAX_WEIGHT),
        parts.get(1).plus(spread),
        parts.get(2).squash(MAX_LOG_SHARPNESS).exp().times(1 / spacing),
        parts.get(3));
  }
}
