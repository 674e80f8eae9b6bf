package io.github.tfflows.core.base;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The uniform distribution on a box: {@code log p(x) = -Σ log(highᵢ - lowᵢ)} nats for {@code lowᵢ ≤
 * xᵢ ≤ highᵢ}, minus infinity outside, with {@code lowᵢ < highᵢ}, both finite.
 */
public record Uniform(List<Double> low, List<Double> high) implements Cumulative {
  public Uniform {
    low = Entries.finite("low", low);
    high = Entries.finite("high", high);
    Entries.requireAsMany("low", low, "high", high);
    for (int i = 0; i < low.size(); i++) {
      double length = high.get(i) - low.get(i);
      if (!(length > 0 && Double.isFinite(length))) {
        throw new IllegalArgumentException(
            "side %s runs from %s to %s; expected low < high, both finite"
                .formatted(i, low.get(i), high.get(i)));
      }
    }
  }

  /**
   * Returns the uniform distribution on a cube.
   *
   * @param d the dimension, at least one
   * @param low the lower end of every side
   * @param high the upper end of every side, above the lower one
   */
  public static Uniform cube(int d, double low, double high) {
    return new Uniform(Entries.all(d, low), Entries.all(d, high));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(low.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return scope.sumPresent(density(scope, x));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr u = noise.uniform(scope, eventShape());
    Expr x = between(scope, u);
    return new Sample(x, scope.sumPresent(logDensity(scope).broadcastLike(x)));
  }

  @Override
  public Tails tails(GraphScope scope, Expr x) {
    Expr width = lengths(scope);
    Expr below = x.minus(corner(scope, low)).over(width).clip(scope.limits().smallest(), 1);
    Expr above = corner(scope, high).minus(x).over(width).clip(scope.limits().epsilon() / 2, 1);
    return new Tails(density(scope, x), below.log(), above.log());
  }

  @Override
  public Expr quantile(GraphScope scope, Expr logBelow, Expr logAbove) {
    Condition lower = logBelow.less(logAbove);
    return between(scope, lower.select(logBelow.exp(), logAbove.expm1().negated()));
  }

  private Expr between(GraphScope scope, Expr u) {
    return u.times(corner(scope, high)).plus(u.complement().times(corner(scope, low)));
  }

  private Expr density(GraphScope scope, Expr x) {
    Condition inside = x.atLeast(corner(scope, low)).and(x.atMost(corner(scope, high)));
    return inside.select(logDensity(scope), scope.constant(Double.NEGATIVE_INFINITY));
  }

  private Expr logDensity(GraphScope scope) {
    return lengths(scope).log().negated();
  }

  @Override
  public Optional<Marginals> marginals() {
    return Optional.of(
        new Marginals(
            (scope, x) -> x.minus(corner(scope, low)).over(lengths(scope)).clip(0, 1),
            (scope, x) -> corner(scope, high).minus(x).over(lengths(scope)).clip(0, 1),
            (scope, p) -> between(scope, p),
            (scope, p) -> between(scope, p.complement())));
  }

  /** {@inheritDoc} Every point is a mode. */
  @Override
  public Optional<Summary> summary() {
    return Optional.of(
        new Summary(
            scope -> lengths(scope).log(),
            scope -> corner(scope, low).plus(corner(scope, high)).times(0.5),
            scope -> lengths(scope).square().times(1 / 12.0),
            scope -> lengths(scope).times(Double.NaN)));
  }

  private Expr lengths(GraphScope scope) {
    return corner(scope, high).minus(corner(scope, low));
  }

  private Expr corner(GraphScope scope, List<Double> corner) {
    return scope.constant(eventShape(), corner.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
