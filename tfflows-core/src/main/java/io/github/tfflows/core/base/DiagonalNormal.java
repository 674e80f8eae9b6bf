package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.Collections;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A Gaussian on vectors with independent entries: {@code log p(x) = Σ (-½ ((xᵢ - μᵢ)/σᵢ)² - log σᵢ
 * - ½ log 2π)} nats on all of ℝᵈ.
 *
 * @param mean the means {@code μ}, or where they start
 * @param scale the standard deviations {@code σ}, or where they start
 * @param fit whether training moves them
 */
public record DiagonalNormal(List<Double> mean, List<Double> scale, Fit fit)
    implements Distribution {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if they are empty, differ in length, or a scale is not
   *     positive
   */
  public DiagonalNormal {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    if (mean.isEmpty() || mean.size() != scale.size()) {
      throw new IllegalArgumentException(
          "expected as many scales as means, at least one, got %d means and %d scales"
              .formatted(mean.size(), scale.size()));
    }
    for (int i = 0; i < scale.size(); i++) {
      if (!(scale.get(i) > 0 && Double.isFinite(scale.get(i)) && Double.isFinite(mean.get(i)))) {
        throw new IllegalArgumentException(
            "entry %d has mean %s and scale %s; expected a finite mean and a positive scale"
                .formatted(i, mean.get(i), scale.get(i)));
      }
    }
  }

  /**
   * Returns a fixed Gaussian.
   *
   * @param mean the means
   * @param scale the standard deviations
   */
  public static DiagonalNormal fixed(List<Double> mean, List<Double> scale) {
    return new DiagonalNormal(mean, scale, Fit.FIXED);
  }

  /**
   * Returns a Gaussian that starts as {@code N(0, I)} and is trained.
   *
   * @param d the dimension, at least one
   * @throws IllegalArgumentException if {@code d < 1}
   */
  public static DiagonalNormal trainable(int d) {
    EventShapes.requireKnown(Shape.of(d));
    return new DiagonalNormal(
        Collections.nCopies(d, 0.0), Collections.nCopies(d, 1.0), Fit.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(mean.size());
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr z = x.minus(mean(scope)).over(logScale(scope).exp());
    return scope.sumPresent(
        z.square().plus(Math.log(2 * Math.PI)).times(-0.5).minus(logScale(scope)));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr x = z.times(logScale(scope).exp()).plus(mean(scope));
    return new Sample(x, logProb(scope, x));
  }

  private Expr mean(GraphScope scope) {
    return fit.numbers(scope, "mean", mean);
  }

  private Expr logScale(GraphScope scope) {
    return fit.logs(scope, "scale", scale);
  }
}
