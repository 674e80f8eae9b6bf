package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A map that adjusts skewness and tail weight, {@code y = sinh((arcsinh x + ε)·τ)}: the inverse of
 * the sinh-arcsinh transformation (Jones and Pewsey, 2009, Biometrika 96(4), 761-780) with {@code τ
 * = 1/δ}. It maps the reals onto the reals. {@code ε > 0} lengthens the right tail, {@code τ > 1}
 * makes both tails heavier. TensorFlow Probability's bijector of the same name also scales {@code
 * y}, so that {@code ε = 0} keeps the point 2.
 *
 * <pre>{@code log dy/dx = log τ + log cosh((arcsinh x + ε)·τ) - log cosh(arcsinh x)}</pre>
 *
 * <p>The two parameters {@code (a, b)} of an entry are squashed,
 *
 * <pre>{@code
 * ε = a / (1 + |a| / 10)         within (-10, 10)
 * log τ = b / (1 + |b| / ln 10)  τ within (1/10, 10)
 * }</pre>
 *
 * <p>for any output of a network. Values beyond half the largest number times the machine epsilon
 * (2e31 in single precision) are clipped there, with zero gradient.
 */
public record SinhArcsinh() implements Increasing {
  private static final Sinh SINH = new Sinh(); // without parameters
  private static final double MAX_SKEWNESS = 10;
  private static final double MAX_LOG_TAILWEIGHT = Math.log(10);

  @Override
  public int parameters() {
    return 2;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr logTau = logTailweight(theta);
    Mapped line = SINH.inverse(scope, x, theta);
    Expr moved = line.value().plus(skewness(theta)).times(logTau.exp());
    return mapped(line, SINH.forward(scope, moved, theta), logTau);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr minusLogTau = logTailweight(theta).negated();
    Mapped line = SINH.inverse(scope, y, theta);
    Expr moved = line.value().times(minusLogTau.exp()).minus(skewness(theta));
    return mapped(line, SINH.forward(scope, moved, theta), minusLogTau);
  }

  /** The map to a line, its move by a scale, and the map back. */
  private static Mapped mapped(Mapped line, Mapped back, Expr logScale) {
    return new Mapped(back.value(), logScale.plus(back.logDet()).plus(line.logDet()));
  }

  private static Expr skewness(Expr theta) {
    return theta.entry(0).squash(MAX_SKEWNESS);
  }

  private static Expr logTailweight(Expr theta) {
    return theta.entry(1).squash(MAX_LOG_TAILWEIGHT);
  }
}
