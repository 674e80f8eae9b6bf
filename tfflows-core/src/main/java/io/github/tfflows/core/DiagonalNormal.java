package io.github.tfflows.core;

import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TFloating;

/**
 * A Gaussian on vectors with independent entries: {@code log p(x) = Σ -½ ((xᵢ - μᵢ)/σᵢ)² - log σᵢ -
 * ½ log 2π} nats on all of ℝᵈ.
 *
 * @param mean the means {@code μ}, or where they start
 * @param scale the standard deviations {@code σ}, or where they start
 * @param fit whether training moves them
 */
public record DiagonalNormal(List<Double> mean, List<Double> scale, Fit fit)
    implements Distribution {
  /** Whether training moves a distribution's own parameters. */
  public enum Fit {
    /** They stay as they are. */
    FIXED,

    /** They are trained with the rest of the flow; the scale by its logarithm. */
    TRAINABLE
  }

  /**
   * Copies the lists and checks them.
   *
   * @param mean see the record
   * @param scale see the record
   * @param fit see the record
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
   * Returns a Gaussian that training leaves as it is.
   *
   * @param mean the means
   * @param scale the standard deviations
   * @return the distribution
   */
  public static DiagonalNormal fixed(List<Double> mean, List<Double> scale) {
    return new DiagonalNormal(mean, scale, Fit.FIXED);
  }

  /**
   * Returns a Gaussian that starts as {@code N(0, I)} and is trained.
   *
   * @param d the dimension, at least one
   * @return the distribution
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
  public <T extends TFloating> Operand<T> logProb(GraphScope<T> scope, Operand<T> x) {
    Moments<T> moments = moments(scope);
    Expr<T> z = scope.expr(x).minus(moments.mean).over(moments.logScale.exp());
    Expr<T> perEntry = z.squared().times(-0.5).minus(moments.logScale);
    return scope.expr(scope.sumEvent(perEntry)).minus(0.5 * mean.size() * Math.log(2 * Math.PI));
  }

  @Override
  public <T extends TFloating> Sample<T> sample(
      GraphScope<T> scope, Operand<TInt32> count, Operand<TInt64> seed) {
    Moments<T> moments = moments(scope);
    Operand<TInt32> shape = EventShapes.batched(scope.tf(), count, eventShape());
    Expr<T> z = scope.expr(Noise.normal(scope, shape, seed));
    Operand<T> x = z.times(moments.logScale.exp()).plus(moments.mean);
    return new Sample<>(x, logProb(scope, x));
  }

  private record Moments<T extends TFloating>(Expr<T> mean, Expr<T> logScale) {}

  private <T extends TFloating> Moments<T> moments(GraphScope<T> scope) {
    double[] m = mean.stream().mapToDouble(Double::doubleValue).toArray();
    double[] logS = scale.stream().mapToDouble(Math::log).toArray();
    return switch (fit) {
      case FIXED ->
          new Moments<>(
              scope.expr(scope.constant(eventShape(), m)),
              scope.expr(scope.constant(eventShape(), logS)));
      case TRAINABLE ->
          new Moments<>(
              scope.expr(scope.parameter("mean", eventShape(), m)),
              scope.expr(scope.parameter("log_scale", eventShape(), logS)));
    };
  }
}
