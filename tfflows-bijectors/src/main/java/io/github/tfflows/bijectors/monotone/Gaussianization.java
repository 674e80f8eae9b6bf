package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitNormal;
import java.util.function.Function;

/**
 * The scalar map of Gaussianization flows (Meng et al., 2020, arXiv:2003.01941, section 3): the
 * cumulative distribution function of a mixture, followed by the quantile function of the standard
 * normal distribution {@code Φ}, of the reals onto the reals. It maps the mixture to a standard
 * Gaussian.
 *
 * <pre>{@code
 * g(x) = Φ⁻¹(Σ πₖ Φ((x - μₖ)/sₖ))          y = (1 - 1e-3)·g(x) + 1e-3·x
 * }</pre>
 *
 * <p>The components are Gaussian, so that a single one gives an affine map; in the paper they are
 * logistic. Both tails are computed in logarithms. The paper's map is flat between distant
 * components; here the term {@code 1e-3·x} keeps the slope above {@code 1e-3}.
 *
 * <p>The {@code 3·K} parameters {@code u} of an entry are, in this order, for each of the {@code K}
 * components:
 *
 * <pre>{@code
 * π = softmax(u)     μₖ = ρₖ·u     log sₖ = ρₖ·u, squashed     ρₖ = ½ + (k - ½)/K
 * }</pre>
 *
 * <p>with {@code sₖ} within (1e-3, 1e3). Zero parameters are the identity. The rates {@code ρₖ} are
 * unequal to break the symmetry of the components there. Beyond {@code (x - μₖ)/sₖ = ±6e15} in
 * single precision, the slope is {@code 1e-3}. The inverse is a search between the inverses of the
 * components.
 *
 * @param components the number {@code K} of Gaussian distributions, at least one
 */
public record Gaussianization(int components) implements IncreasingMap {
  public Gaussianization {
    Require.atLeast("components", components, 1);
  }

  @Override
  public int parameters() {
    return 3 * components;
  }

  @Override
  public Function<Expr, Mapped> curve(GraphScope scope, Expr theta) {
    return MixtureMap.of(new UnitNormal(), theta, components)::forward;
  }

  @Override
  public RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
    return MixtureMap.of(new UnitNormal(), theta, components).bracket(y);
  }
}
