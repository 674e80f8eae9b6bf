package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The integral of a sum of squared polynomials within {@code ±bound}, and its tangents beyond: the
 * scalar map of sum-of-squares polynomial flows (Jaini et al., 2019, arXiv:1905.02325).
 *
 * <pre>{@code
 * pᵢ(x) = 1 + Σₗ aᵢₗ·(x/bound)ˡ,  l = 0 ... degree
 * f'(x) = (1 - 1e-3)·(1/K)·Σᵢ pᵢ(x)² + 1e-3        f(x) = c + ∫₀ˣ f'(t) dt
 * }</pre>
 *
 * <p>The polynomials and the least slope are as in zuko, except for the weights, which make zero
 * parameters the identity. The integral is a formula: with the terms {@code v} of {@code pᵢ},
 * {@code ∫₀ˣ pᵢ² = x·Σ vₗ·vₘ / (l + m + 1)}. The paper's polynomial, of odd degree on all reals,
 * overflows for distant entries; tangents do not.
 *
 * <p>The {@code K·(degree + 1) + 1} parameters {@code u} of an entry are the coefficients, one
 * polynomial after another, and {@code c}:
 *
 * <pre>{@code
 * aᵢₗ = ρᵢ·u / (1 + ρᵢ·|u| / 10)  within (-10, 10)     ρᵢ = ½ + (i - ½)/K     c = u
 * }</pre>
 *
 * <p>The rates {@code ρᵢ} are unequal to break the symmetry of the polynomials.
 *
 * @param polynomials the number {@code K} of squares, at least one
 * @param degree the degree of each polynomial, at least one
 * @param bound the points {@code ±bound} where tangents begin, in the unit of the entries; positive
 */
public record SumOfSquares(int polynomials, int degree, double bound) implements TangentTails {
  private static final double MIN_SLOPE = 1e-3;
  private static final double MAX_COEFFICIENT = 10;

  public SumOfSquares {
    Require.atLeast("polynomials", polynomials, 1);
    Require.atLeast("degree", degree, 1);
    Require.positive("bound", bound);
  }

  @Override
  public int parameters() {
    return polynomials * (degree + 1) + 1;
  }

  @Override
  public Function<Expr, Mapped> within(GraphScope scope, Expr theta) {
    List<Expr> parts = theta.split(-1, parameters() - 1, 1);
    Expr coefficients = coefficients(parts.get(0));
    Expr shift = parts.get(1).entry(0);
    return x -> {
      Expr powers = Powers.of(x.times(1 / bound), degree + 1).expand(-2);
      Expr terms = coefficients.times(powers);
      Expr squares = terms.sumLast().square().mean(-1);
      Expr integrals = terms.matMul(integrals(x.scope())).times(terms).sumLast().mean(-1);
      Expr slope = integrals.times(1 - MIN_SLOPE).plus(MIN_SLOPE); // the mean slope from 0 to x
      return new Mapped(
          x.times(slope).plus(shift), squares.times(1 - MIN_SLOPE).plus(MIN_SLOPE).log());
    };
  }

  /** The coefficients, {@code [..., K, degree + 1]}, with one added to the constant terms. */
  private Expr coefficients(Expr raw) {
    Expr rates = raw.scope().constant(Shape.of(polynomials, 1), UnequalFactors.of(polynomials));
    double[] one = new double[degree + 1];
    one[0] = 1;
    return raw.splitLast(polynomials, degree + 1)
        .times(rates)
        .squash(MAX_COEFFICIENT)
        .plus(raw.scope().constant(Shape.of(degree + 1), one));
  }

  private Expr integrals(GraphScope scope) {
    int size = degree + 1;
    double[] entries =
        IntStream.range(0, size * size).mapToDouble(i -> 1.0 / (i / size + i % size + 1)).toArray();
    return scope.constant(Shape.of(size, size), entries);
  }
}
