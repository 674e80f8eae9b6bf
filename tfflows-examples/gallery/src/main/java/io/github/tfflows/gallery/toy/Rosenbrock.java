package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The banana of Rosenbrock's function on the plane (Pagani, Wiegand and Nadarajah, 2022,
 * arXiv:1903.09556, eq. 2):
 *
 * <pre>{@code
 * p(x) = √(a b)/π exp(-a (1 - x₁)² - b (x₂ - x₁²)²)
 * }</pre>
 *
 * <p>which is {@code x₁ ~ N(1, 1/(2a))} and {@code x₂ | x₁ ~ N(x₁², 1/(2b))}.
 *
 * @param a the precision along the banana, more than zero
 * @param b the precision across it, more than zero
 */
public record Rosenbrock(double a, double b) implements Distribution {
  /**
   * Checks the precisions.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public Rosenbrock {
    if (!(a > 0 && b > 0 && Double.isFinite(a) && Double.isFinite(b))) {
      throw new IllegalArgumentException(
          "expected two positive finite precisions, got %s and %s".formatted(a, b));
    }
  }

  /** Returns the banana of the paper: {@code a = 1/20, b = 100/20}. */
  public static Rosenbrock banana() {
    return new Rosenbrock(0.05, 5);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(2);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr along = x.entry(0).complement().square().times(-a);
    Expr across = x.entry(1).minus(x.entry(0).square()).square().times(-b);
    return along.plus(across).plus(Math.log(a * b) / 2 - Math.log(Math.PI));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr first = z.slice(-1, 0, 1).times(1 / Math.sqrt(2 * a)).plus(1);
    Expr second = z.slice(-1, 1, 1).times(1 / Math.sqrt(2 * b)).plus(first.square());
    Expr x = scope.concat(-1, List.of(first, second));
    return new Sample(x, logProb(scope, x));
  }

  /** Returns its entropy in nats. */
  public double entropy() {
    return 1 + Math.log(Math.PI) - Math.log(a * b) / 2;
  }
}
