package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Mixture;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Equal Gaussians on the plane, equally likely, whose means are spaced evenly on a circle around
 * the origin, the first on the positive half of the first axis.
 *
 * @param modes the number of Gaussians, at least one
 * @param radius the radius of the circle, more than zero
 * @param deviation the standard deviation of each, more than zero
 */
public record GaussianRing(int modes, double radius, double deviation) implements Distribution {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public GaussianRing {
    boolean arePositive = modes > 0 && radius > 0 && deviation > 0;
    if (!(arePositive && Double.isFinite(radius) && Double.isFinite(deviation))) {
      throw new IllegalArgumentException(
          "expected a number of Gaussians, a radius and a deviation above zero, got %s, %s and %s"
              .formatted(modes, radius, deviation));
    }
  }

  /** Returns eight Gaussians of the deviation 0.2 on a circle of the radius two. */
  public static GaussianRing eight() {
    return new GaussianRing(8, 2, 0.2);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(2);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return mixture().logProb(scope, x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    return mixture().sample(scope, noise);
  }

  private Mixture mixture() {
    List<Distribution> gaussians =
        IntStream.range(0, modes).<Distribution>mapToObj(this::gaussian).toList();
    return new Mixture(gaussians, Collections.nCopies(modes, 1.0), Trainability.FIXED);
  }

  private DiagonalNormal gaussian(int mode) {
    double angle = 2 * Math.PI * mode / modes;
    List<Double> mean = List.of(radius * Math.cos(angle), radius * Math.sin(angle));
    return DiagonalNormal.fixed(mean, List.of(deviation, deviation));
  }
}
