package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitLogistic;
import java.util.List;
import java.util.function.Function;

/**
 * The scalar map of Flow++ (Ho et al., 2019, arXiv:1902.00275, section 3.2): the cumulative
 * distribution function of a mixture of logistic distributions, followed by the logit and an affine
 * map, of the reals onto the reals.
 *
 * <pre>{@code
 * g(x) = logit(Σ πₖ σ((x - μₖ)/sₖ))        y = exp(a)·((1 - 1e-3)·g(x) + 1e-3·x) + b
 * }</pre>
 *
 * <p>The paper's map is flat between distant components; here the term {@code 1e-3·x} keeps the
 * slope above {@code 1e-3·exp(a)}, so that the inverse exists in floating point. Tails are linear,
 * with the slope of the widest component; beyond {@code (x - μₖ)/sₖ = ±6e15} in single precision,
 * the slope is {@code 1e-3·exp(a)}.
 *
 * <p>The {@code 3·K + 2} parameters {@code u} of an entry are, in this order, for each of the
 * {@code K} components, then {@code a} and {@code b}:
 *
 * <pre>{@code
 * π = softmax(u)     μₖ = ρₖ·u     log sₖ = ρₖ·u, squashed     ρₖ = ½ + (k - ½)/K
 * a = u, squashed    b = u
 * }</pre>
 *
 * <p>with {@code sₖ} within (1e-3, 1e3) and {@code exp(a)} within (1e-2, 1e2). Zero parameters are
 * the identity. The rates {@code ρₖ} are unequal to break the symmetry of the components there. The
 * inverse is a search between the inverses of the components.
 *
 * @param components the number {@code K} of logistic distributions, at least one
 */
public record LogisticMixture(int components) implements IncreasingMap {
  public LogisticMixture {
    Require.atLeast("components", components, 1);
  }

  @Override
  public int parameters() {
    return 3 * components + 2;
  }

  @Override
  public Function<Expr, Mapped> curve(GraphScope scope, Expr theta) {
    List<Expr> parts = theta.split(-1, 3 * components, 1, 1);
    MixtureMap mixture = mixture(parts);
    Expr a = logSlope(parts);
    Expr b = parts.get(2).entry(0);
    return x -> {
      Mapped mixed = mixture.forward(x);
      return new Mapped(mixed.value().times(a.exp()).plus(b), mixed.logDet().plus(a));
    };
  }

  @Override
  public RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
    List<Expr> parts = theta.split(-1, 3 * components, 1, 1);
    Expr mixed = y.minus(parts.get(2).entry(0)).times(logSlope(parts).negated().exp());
    return mixture(parts).bracket(mixed);
  }

  private MixtureMap mixture(List<Expr> parts) {
    return MixtureMap.of(new UnitLogistic(), parts.get(0), components);
  }

  private static Expr logSlope(List<Expr> parts) {
    return parts.get(1).entry(0).squashedLog(1e2);
  }
}
