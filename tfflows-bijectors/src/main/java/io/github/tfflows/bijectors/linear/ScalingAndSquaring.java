package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The exponential of a matrix by scaling and squaring (Moler and Van Loan, 2003, SIAM Review 45(1),
 * 3-49, method 3), from matrix products, which have gradients.
 *
 * <p>{@code exp(A) = exp(A/2ˢ)^(2ˢ)}, where {@code s} brings the norm to 1/2 or less. There, the
 * Taylor polynomial of degree 15 leaves a remainder below {@code 1e-18}; six products build it
 * (Paterson and Stockmeyer, 1973).
 */
final class ScalingAndSquaring {
  private static final double TAYLOR_NORM = 0.5;
  private static final int BLOCK = 4;

  /** Scales a matrix down to the norm {@code max}, if its own is larger. */
  static Expr capped(Expr a, double max) {
    return a.over(norm(a).times(1 / max).max(1));
  }

  /** The larger of the largest row sum and the largest column sum of {@code |a|}. */
  private static Expr norm(Expr a) {
    Expr rows = a.abs().sum(1).maxAlong(-1);
    Expr columns = a.abs().sum(0).maxAlong(-1);
    return rows.max(columns);
  }

  /**
   * Builds {@code exp(a)}.
   *
   * @param max a bound on the norm of {@code a}, as {@link #capped} keeps it
   */
  static Expr of(Expr a, double max) {
    int squarings = Math.max(0, Math.getExponent(max / TAYLOR_NORM) + 1);
    Expr power = taylor(a.times(Math.scalb(1.0, -squarings)));
    for (int i = 0; i < squarings; i++) {
      power = power.matMul(power);
    }
    return power;
  }

  /** Builds {@code Σ aⁱ/i!} for {@code i} up to 15, as a cubic of {@code a⁴} in Horner's form. */
  private static Expr taylor(Expr a) {
    GraphScope scope = a.scope();
    List<Expr> powers = new ArrayList<>(List.of(SquareMatrix.identity(scope, a.size(-1)), a));
    while (powers.size() <= BLOCK) {
      powers.add(powers.get(powers.size() - 1).matMul(a));
    }
    Expr fourth = powers.get(BLOCK);
    Expr sum = block(scope, powers, BLOCK - 1);
    for (int j = BLOCK - 2; j >= 0; j--) {
      sum = sum.matMul(fourth).plus(block(scope, powers, j));
    }
    return sum;
  }

  /** Builds {@code Σ aⁱ/(4j+i)!} for {@code i} from 0 to 3. */
  private static Expr block(GraphScope scope, List<Expr> powers, int j) {
    List<Expr> terms = new ArrayList<>();
    for (int i = 0; i < BLOCK; i++) {
      terms.add(powers.get(i).times(1 / factorial(BLOCK * j + i)));
    }
    return scope.sum(terms);
  }

  private static double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; i++) {
      product *= i;
    }
    return product;
  }

  private ScalingAndSquaring() {}
}
