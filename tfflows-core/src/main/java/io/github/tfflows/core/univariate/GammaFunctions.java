package io.github.tfflows.core.univariate;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** Functions of the gamma and the beta distribution, without gradients by parameters. */
public final class GammaFunctions {
  /** Builds {@code I(x; a, b)} for {@code x} in [0, 1]; concentrations broadcast. */
  public static Expr incompleteBeta(Expr a, Expr b, Expr x) {
    GraphScope scope = x.scope();
    // The op does not broadcast.
    return scope.expr(scope.tf().math.betainc(a.broadcastLike(x), b.broadcastLike(x), x));
  }

  /** Builds {@code P(a, x)} for {@code x ≥ 0}; the concentration broadcasts. */
  public static Expr incompleteGamma(Expr a, Expr x) {
    GraphScope scope = x.scope();
    return scope.expr(scope.tf().math.igamma(a, x));
  }

  /** Builds {@code 1 - P(a, x)}, precise for small results. */
  public static Expr incompleteComplement(Expr a, Expr x) {
    GraphScope scope = x.scope();
    return scope.expr(scope.tf().math.igammac(a, x));
  }

  /** Builds the derivative of {@code log Γ(a)}. */
  public static Expr digamma(Expr a) {
    return a.scope().expr(a.scope().tf().math.digamma(a));
  }

  private GammaFunctions() {}
}
