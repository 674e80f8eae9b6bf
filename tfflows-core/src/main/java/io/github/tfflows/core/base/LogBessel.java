package io.github.tfflows.core.base;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tensorflow.ndarray.Shape;

/**
 * The logarithm of the modified Bessel function {@code I_ν(κ)} of the first kind, scaled by its
 * growth, for any order. It is exact to rounding for every {@code κ ≥ 0}.
 *
 * <p>Orders of at least {@value #FROM} use Debye's uniform expansion (Abramowitz and Stegun, 1964,
 * eq. 9.7.7), with {@code s = √(ν² + κ²)} and {@code p = ν/s}:
 *
 * <pre>{@code
 * I_ν(κ)/κ^ν ≈ exp(s)·(ν + s)^(-ν)/√(2πs) · Σ u_k(p)/ν^k
 * }</pre>
 *
 * <p>Lower orders follow by the recurrence {@code I_{ν-1}/I_ν = 2ν/κ + I_{ν+1}/I_ν} (ibid., eq.
 * 9.6.26), which is stable downwards.
 *
 * @param log {@code log(exp(-κ)·I_ν(κ)/κ^ν)}
 * @param shortfall {@code 1 - I_{ν+1}(κ)/I_ν(κ)} without a gradient, precise where it is small
 */
record LogBessel(Expr log, Expr shortfall) {
  private static final int FROM = 15;
  private static final int TERMS = 14;

  /** A term {@code factor·ν^rise/s^fall} of the expansion. */
  private record Term(int rise, int fall, double factor) {}

  private static final List<Term> EXPANSION = expansion();

  /**
   * Builds the function, with the gradient {@code I_{ν+1}/I_ν - 1}, so that TensorFlow does not
   * differentiate all steps.
   *
   * @param order the order {@code ν}, at least zero
   * @param kappa {@code κ}, at least zero
   */
  static LogBessel of(double order, Expr kappa) {
    Expr held = kappa.stopGradient();
    double top = order + Math.max(0, Math.ceil(FROM - order));
    Expr root = hypotenuse(held, top);
    Expr sum = root.plus(top);
    Expr terms = terms(top, root);
    Expr series = terms.sumLast();
    Expr growth = root.scope().constant(top * top).over(root.plus(held)); // s - κ
    Expr log =
        growth.minus(sum.log().times(order)).minus(root.log().times(0.5)).plus(series.log1p());
    Expr falls = terms.times(each(root.scope(), Term::fall)).sumLast().over(series.plus(1));
    Expr below = falls.plus(0.5).over(root).times(held.over(root));
    Expr shortfall = growth.plus(top).over(sum).plus(below);
    for (double at = top; at > order; at--) {
      Expr excess = shortfall.times(held).negated().plus(2 * at);
      Expr step = excess.plus(held); // κ·I_{ν-1}/I_ν
      log = log.plus(step.over(sum).log());
      shortfall = excess.over(step);
    }
    Expr value = log.minus(0.5 * Math.log(2 * Math.PI)).stopGradient();
    return new LogBessel(value.withSlope(shortfall.negated(), kappa), shortfall.stopGradient());
  }

  /** Builds {@code √(x² + c²)} without overflow, for {@code x ≥ 0}. */
  static Expr hypotenuse(Expr x, double c) {
    Expr larger = x.max(Math.max(c, x.scope().limits().smallest()));
    return x.min(c).over(larger).square().plus(1).sqrt().times(larger);
  }

  /** Builds all terms but the first, which is one, along a new last axis. */
  private static Expr terms(double order, Expr root) {
    GraphScope scope = root.scope();
    Expr falls = root.log().expand(-1).times(each(scope, Term::fall));
    Expr rises = each(scope, term -> term.rise * Math.log(order));
    return rises.minus(falls).exp().times(each(scope, Term::factor));
  }

  private static Expr each(GraphScope scope, ToDoubleFunction<Term> of) {
    return scope.constant(Shape.of(EXPANSION.size()), EXPANSION.stream().mapToDouble(of).toArray());
  }

  /** The polynomials {@code u_k} by their recurrence (ibid., eq. 9.3.10). */
  private static List<Term> expansion() {
    List<Term> all = new ArrayList<>();
    double[] now = {1};
    for (int k = 0; k < TERMS; k++) {
      double[] next = new double[k + 2];
      for (int i = 0; i <= k; i++) {
        double q = k + 2. * i;
        next[i] += now[i] * (q / 2 + 1 / (8 * (q + 1)));
        next[i + 1] -= now[i] * (q / 2 + 5 / (8 * (q + 3)));
      }
      now = next;
      for (int i = 0; i <= k + 1; i++) {
        all.add(new Term(2 * i, k + 1 + 2 * i, now[i]));
      }
    }
    return List.copyOf(all);
  }
}
