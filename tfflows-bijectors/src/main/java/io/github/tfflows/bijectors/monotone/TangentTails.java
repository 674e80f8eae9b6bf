package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.function.Function;

/**
 * An increasing map defined on {@code [-bound, bound]}. Beyond, it continues along its tangents, so
 * that it maps the reals onto the reals:
 *
 * <pre>{@code
 * f(x) = f(±bound) + f'(±bound)·(x ∓ bound)     for |x| > bound
 * }</pre>
 *
 * <p>The inverse on a tangent is a formula; {@code ±bound} brackets all other roots.
 */
public interface TangentTails extends IncreasingMap {
  /** Returns the bound where tangents begin, in the unit of the entries; positive. */
  double bound();

  /**
   * Builds {@code f(·; θ)} for entries within {@code ±bound}, as {@link #curve} does for all.
   *
   * @param theta the parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   */
  Function<Expr, Mapped> within(GraphScope scope, Expr theta);

  @Override
  default Function<Expr, Mapped> curve(GraphScope scope, Expr theta) {
    Function<Expr, Mapped> within = within(scope, theta);
    return x -> {
      Expr near = x.clip(-bound(), bound());
      Mapped mapped = within.apply(near);
      Expr tangent = x.minus(near).times(mapped.logDet().exp());
      return new Mapped(mapped.value().plus(tangent), mapped.logDet());
    };
  }

  @Override
  default RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
    Function<Expr, Mapped> within = within(scope, theta);
    Mapped low = within.apply(y.zeros().minus(bound()));
    Mapped high = within.apply(y.zeros().plus(bound()));
    Expr share = y.minus(low.value()).over(high.value().minus(low.value()));
    Expr chord = share.clip(0, 1).times(2 * bound()).minus(bound());
    Expr below = y.minus(low.value()).min(0).times(low.logDet().negated().exp());
    Expr above = y.minus(high.value()).max(0).times(high.logDet().negated().exp());
    return new RootSearch.Bracket(
        below.minus(bound()), above.plus(bound()), chord.plus(below).plus(above));
  }
}
