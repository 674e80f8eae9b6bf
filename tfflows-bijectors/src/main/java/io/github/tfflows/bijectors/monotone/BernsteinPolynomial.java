package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * A Bernstein polynomial with increasing coefficients within {@code ±bound}, and its tangents
 * beyond (Sick et al., 2020, arXiv:2004.00464; Ramasinghe et al., 2021, arXiv:2102.03509). With
 * {@code t = (x + bound) / (2·bound)}, {@code M} the degree and {@code bₘₙ(t) = C(n, m)·tᵐ·(1 -
 * t)ⁿ⁻ᵐ},
 *
 * <pre>{@code
 * f'(x) = Σ eₘ·bₘ,ₘ₋₁(t),  m = 0 ... M-1        f(x) = Σ cₘ·bₘ,ₘ(t),  m = 0 ... M
 * }</pre>
 *
 * <p>where the slopes {@code eₘ} are the scaled differences of the coefficients, {@code cₘ₊₁ - cₘ =
 * eₘ·2·bound/M}, and the mean of the first and the last coefficient is the shift. The slope of
 * {@code f} is a weighted mean of all {@code eₘ}, so it has the same bounds.
 *
 * <p>The {@code M + 1} parameters {@code u} of an entry belong, in this order, to the slopes and
 * the shift:
 *
 * <pre>{@code
 * log eₘ = u / (1 + |u| / ln 1000)  eₘ within (1e-3, 1e3)     shift = u
 * }</pre>
 *
 * <p>Zero parameters are the identity.
 *
 * @param degree the degree {@code M}, from 1 to 64
 * @param bound the points {@code ±bound} where tangents begin, in the unit of the entries; positive
 */
public record BernsteinPolynomial(int degree, double bound) implements TangentTails {
  private static final int MAX_DEGREE = 64;

  public BernsteinPolynomial {
    Require.within("degree", degree, 1, MAX_DEGREE);
    Require.positive("bound", bound);
  }

  @Override
  public int parameters() {
    return degree + 1;
  }

  @Override
  public Function<Expr, Mapped> within(GraphScope scope, Expr theta) {
    List<Expr> parts = theta.split(-1, degree, 1);
    Expr slopes = parts.get(0).squashedLog().exp();
    Expr coefficients = slopes.matMul(centeredSums(scope)).plus(parts.get(1));
    return x -> {
      Expr up = Powers.of(x.plus(bound).times(0.5 / bound), degree + 1);
      Expr down = Powers.of(x.negated().plus(bound).times(0.5 / bound), degree + 1);
      return new Mapped(
          basis(up, down, degree).times(coefficients).sumLast(),
          basis(up, down, degree - 1).times(slopes).sumLast().log());
    };
  }

  private static Expr basis(Expr up, Expr down, int n) {
    double[] binomials = new double[n + 1];
    binomials[0] = 1;
    for (int m = 1; m <= n; m++) {
      binomials[m] = binomials[m - 1] * (n - m + 1) / m;
    }
    return up.slice(-1, 0, n + 1)
        .times(down.slice(-1, 0, n + 1).reverse(-1))
        .times(up.scope().constant(Shape.of(n + 1), binomials));
  }

  /** The matrix that maps slopes to coefficients, whose first and last add up to zero. */
  private Expr centeredSums(GraphScope scope) {
    double[] entries = new double[degree * (degree + 1)];
    for (int i = 0; i < entries.length; i++) {
      boolean isBefore = i / (degree + 1) < i % (degree + 1);
      entries[i] = (isBefore ? bound : -bound) / degree;
    }
    return scope.constant(Shape.of(degree, degree + 1), entries);
  }
}
