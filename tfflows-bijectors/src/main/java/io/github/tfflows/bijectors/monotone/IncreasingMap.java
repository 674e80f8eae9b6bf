package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.scalar.Increasing;
import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.function.Function;

/**
 * An increasing map defined by its forward direction: {@code f}, its log-slope, and a bracket of
 * {@code f⁻¹(y)}. A search finds the inverse.
 *
 * <p>{@link RootSearch} solves {@code f(x; θ) = y} to rounding. The solution has the gradient of
 * the implicit function:
 *
 * <pre>{@code dx/dy = 1 / f'(x)     dx/dθ = -(df/dθ) / f'(x)}</pre>
 *
 * <p>Each search step evaluates {@code f} once. A search ends when every row has its root, so an
 * inverse costs a few times as much as a forward pass, at most {@link #steps()} times. The slope
 * must stay away from zero: if {@code f'} is below the machine epsilon, {@code y} no longer
 * determines {@code x}. The slopes of the maps in this package are above {@code 1e-3}.
 */
public interface IncreasingMap extends Increasing {
  /**
   * Builds {@code f(·; θ)}. Build everything that depends only on {@code θ} before returning the
   * function, since a search applies the function in a loop.
   *
   * @param theta the parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   * @return a function that builds values and log-slopes of entries shaped {@code [n, event...]},
   *     in their graph
   */
  Function<Expr, Mapped> curve(GraphScope scope, Expr theta);

  /**
   * Builds an interval that contains {@code f⁻¹(y; θ)} of each entry.
   *
   * @param y entries shaped {@code [n, event...]}
   * @param theta their parameters, shaped as for {@link #forward(GraphScope, Expr, Expr)}
   * @return both ends and a first guess, each shaped like {@code y}; all three may be equal if the
   *     inverse is a formula
   */
  RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta);

  /**
   * Returns the largest number of steps of a search, by default 25. For logistic mixtures whose
   * means have a deviation of 1 or of 30, and whose scales vary as much (200,000 each), 25 steps
   * left an error of {@code 1e-13·(1 + |x|)} in double precision.
   */
  default int steps() {
    return 25;
  }

  @Override
  default Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return curve(scope, theta).apply(x);
  }

  @Override
  default Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Function<Expr, Mapped> curve = curve(scope, theta);
    Function<Expr, RootSearch.Point> residual =
        x -> {
          Mapped mapped = curve.apply(x);
          return new RootSearch.Point(mapped.value().minus(y), mapped.logDet().exp());
        };
    Expr x = RootSearch.root(residual, bracket(scope, y, theta), steps());
    return new Mapped(x, curve.apply(x).logDet().negated());
  }
}
