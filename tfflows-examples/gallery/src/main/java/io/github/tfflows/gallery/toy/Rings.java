package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Rings around the origin of the plane, equally likely. A point is {@code (R + w z)(cos φ, sin φ)}
 * for the radius {@code R} of its ring, a normal number {@code z} and a uniform angle:
 *
 * <pre>{@code
 * p(x) = 1/(2π r) · 1/K Σₖ (N(r; Rₖ, w²) + N(-r; Rₖ, w²))    r = ‖x‖
 * }</pre>
 *
 * @param radii the radii {@code R}, more than zero
 * @param width the width {@code w} of each ring, more than zero
 */
public record Rings(List<Double> radii, double width) implements Distribution {
  /**
   * Copies the radii and checks the numbers.
   *
   * @throws IllegalArgumentException if there is no radius, or a number is not positive and finite
   */
  public Rings {
    radii = List.copyOf(radii);
    boolean arePositive = radii.stream().allMatch(Rings::isPositive) && isPositive(width);
    if (radii.isEmpty() || !arePositive) {
      throw new IllegalArgumentException(
          "expected radii and a width above zero, got %s and %s".formatted(radii, width));
    }
  }

  private static boolean isPositive(double number) {
    return number > 0 && Double.isFinite(number);
  }

  /** Returns two rings of the radii one and two and the width 0.1. */
  public static Rings two() {
    return new Rings(List.of(1.0, 2.0), 0.1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(2);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    double tiny = scope.limits().smallest();
    Expr r = x.square().sumLast().max(tiny).sqrt();
    Expr from = radii(scope);
    Expr sides = scope.concat(-1, List.of(from, from.negated())); // [2K]
    Expr each = r.expand(-1).minus(sides).times(1 / width).square().times(-0.5);
    double constant = 1.5 * Math.log(2 * Math.PI) + Math.log(width) + Math.log(radii.size());
    return each.logSumExpLast().minus(r.log()).minus(constant);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    double[] equal = new double[radii.size()];
    Expr logits = scope.constant(Shape.of(equal.length), equal);
    Expr radius = radii(scope).rows(noise.stream(scope, 1).categorical(scope, logits));
    Expr r = noise.stream(scope, 2).normal(scope, Shape.scalar()).times(width).plus(radius);
    Expr angle = noise.stream(scope, 3).uniform(scope, Shape.scalar()).times(2 * Math.PI);
    Expr x = scope.stack(List.of(r.times(angle.cos()), r.times(angle.sin()))).transpose(1, 0);
    return new Sample(x, logProb(scope, x));
  }

  private Expr radii(GraphScope scope) {
    double[] values = radii.stream().mapToDouble(Double::doubleValue).toArray();
    return scope.constant(Shape.of(values.length), values);
  }
}
