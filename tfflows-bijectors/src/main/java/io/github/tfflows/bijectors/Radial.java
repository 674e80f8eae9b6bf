package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.framework.initializers.RandomNormal;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.ndarray.Shape;

/**
 * A radial flow on vectors, {@code f(z) = z + β·(z - z₀)/(α + r)} with {@code r = |z - z₀|} of each
 * point, which expands or contracts mass around a centre (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, eq. 14 and appendix A.2).
 *
 * <p>With {@code α = softplus(alpha)} and {@code γ = α + β = softplus(beta)}, both positive, and
 * {@code k = (r + γ)/(r + α)},
 *
 * <pre>{@code
 * f(z) = z₀ + k·(z - z₀)
 * log |det| = (d - 1)·log k + log(τ + (1 - τ)·k),   τ = r/(α + r)
 * }</pre>
 *
 * <p>in which every term is positive. The inverse is a formula: from {@code R = |y - z₀| = k·r}
 * follows {@code r² + (γ - R)·r - α·R = 0}, whose positive root gives {@code k}. {@code α} and
 * {@code γ} are kept within {@code [1e-6, 1e4]}, so that every value and gradient is finite; at the
 * centre, where the log-determinant has a kink, its gradient is zero.
 *
 * <p>{@code center} starts standard normal and {@code alpha}, {@code beta} uniform on {@code ±1/d},
 * as normflows draws {@code center} and {@code alpha}, so that the flow starts near the identity,
 * {@code γ = α}.
 */
public record Radial() implements Bijector {
  private static final double MIN_LENGTH = 1e-6;
  private static final double MAX_LENGTH = 1e4;

  /** The centre {@code z₀} and the lengths {@code α} and {@code γ}. */
  private record Ball(Expr center, Expr alpha, Expr gamma) {
    /** The stretch {@code k} at distance {@code r}. */
    Expr stretch(Expr r) {
      return r.plus(gamma).over(r.plus(alpha));
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Ball ball = ball(scope, x.size(-1));
    Expr offset = x.minus(ball.center());
    Expr r = norm(offset);
    Expr y = ball.center().plus(offset.times(ball.stretch(r)));
    return new Mapped(y, logDet(ball, r, x.size(-1)));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Ball ball = ball(scope, y.size(-1));
    Expr offset = y.minus(ball.center());
    Expr r = radius(ball, norm(offset));
    Expr x = ball.center().plus(offset.over(ball.stretch(r)));
    return new Mapped(x, logDet(ball, r, y.size(-1)).negated());
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a radial flow");
  }

  private static Expr logDet(Ball ball, Expr r, int d) {
    Expr k = ball.stretch(r);
    Expr tau = r.over(r.plus(ball.alpha()));
    Expr outward = tau.plus(tau.complement().times(k)); // dR/dr
    return k.log().times(d - 1).plus(outward.log()).sumLast();
  }

  /**
   * The positive root {@code r} of {@code r² - p·r - α·R = 0}, {@code p = R - γ}, in the form
   * without cancellation. The discriminant is in units of {@code R + α + γ}, so that squares do not
   * overflow.
   */
  private static Expr radius(Ball ball, Expr distance) {
    Expr unit = distance.plus(ball.alpha()).plus(ball.gamma()).stopGradient();
    Expr p = distance.minus(ball.gamma()).over(unit);
    Expr product = ball.alpha().over(unit).times(distance.over(unit));
    Expr q = p.square().plus(product.times(4)).sqrt().plus(p.abs());
    Condition far = p.atLeast(0);
    return far.select(q.times(0.5), product.times(2).over(q)).times(unit);
  }

  /**
   * Row norms, {@code [n, d]} to {@code [n, 1]}, without overflow; the gradient at zero is zero.
   */
  private static Expr norm(Expr v) {
    Expr unit = v.unitAlong(-1, v.scope().limits().smallest());
    Expr squared = v.over(unit).square().sumLast().expand(-1);
    Condition away = squared.greater(0);
    Expr root = away.select(squared, squared.zeros().plus(1)).sqrt().times(unit);
    return away.select(root, squared.zeros());
  }

  private static Ball ball(GraphScope scope, int d) {
    Expr center =
        scope.parameter(
            "center", Shape.of(d), new RandomNormal<>(0, 1, scope.sub("center").seed()));
    return new Ball(center, positive(scope, "alpha", 1.0 / d), positive(scope, "beta", 1.0 / d));
  }

  private static Expr positive(GraphScope scope, String name, double spread) {
    long seed = scope.sub(name).seed();
    return scope
        .parameter(name, Shape.scalar(), new RandomUniform<>(-spread, spread, seed))
        .softplus()
        .clip(MIN_LENGTH, MAX_LENGTH);
  }

  /** With one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
