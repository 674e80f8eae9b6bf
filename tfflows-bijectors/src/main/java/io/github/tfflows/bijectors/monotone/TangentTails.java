package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * An increasing map that is written for {@code [-bound, bound]} only. Beyond, it continues along
 * its tangents, so that it maps the reals onto the reals whatever its function does far out:
 *
 * <pre>{@code
 * f(x) = f(±bound) + f'(±bound)·(x ∓ bound)     for |x| > bound
 * }</pre>
 *
 * <p>The inverse of a tangent is a formula, and the bound brackets all other inverses.
 */
public interface TangentTails extends IncreasingMap {
  /** Returns where the tangents begin, in the unit of the entries, positive. */
  double bound();

  /**
   * Builds {@code f(x; θ)} and {@code log f'(x; θ)} of entries within {@code ±bound}.
   *
   * @param x entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   * @return values and log-slopes, both shaped like {@code x}
   */
  Mapped within(GraphScope scope, Expr x, Expr theta);

  /**
   * Checks a bound.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static void requireBound(double bound) {
    if (!(bound > 0 && Double.isFinite(bound))) {
      throw new IllegalArgumentException("bound must be positive and finite, got " + bound);
    }
  }

  /**
   * Builds what {@code f} within {@code ±bound} needs of the parameters; by default nothing (see
   * {@link #curve}).
   */
  default Curve curveWithin(GraphScope scope, Expr theta) {
    return (at, x) -> within(at, x, at.expr(theta));
  }

  @Override
  default Curve curve(GraphScope scope, Expr theta) {
    Curve inside = curveWithin(scope, theta);
    return (at, x) -> {
      Expr near = x.clip(-bound(), bound());
      Mapped mapped = inside.at(at, near);
      Expr tangent = x.minus(near).times(mapped.logDet().exp());
      return new Mapped(mapped.value().plus(tangent), mapped.logDet());
    };
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return curve(scope, theta).at(scope, x);
  }

  @Override
  default RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
    Curve inside = curveWithin(scope, theta);
    Mapped low = inside.at(scope, y.zeros().minus(bound()));
    Mapped high = inside.at(scope, y.zeros().plus(bound()));
    Expr share = y.minus(low.value()).over(high.value().minus(low.value()));
    Expr chord = share.clip(0, 1).times(2 * bound()).minus(bound());
    Expr below = y.minus(low.value()).min(0).times(low.logDet().negated().exp());
    Expr above = y.minus(high.value()).max(0).times(high.logDet().negated().exp());
    return new RootSearch.Bracket(
        below.minus(bound()), above.plus(bound()), chord.plus(below).plus(above));
  }
}
