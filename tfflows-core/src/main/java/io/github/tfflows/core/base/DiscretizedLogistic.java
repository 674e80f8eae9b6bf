package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A logistic distribution whose draws are rounded to integers, with independent entries: the
 * probability of {@code kᵢ} is the mass of its cell,
 *
 * <pre>{@code
 * log P(k) = Σ log(F(kᵢ + ½) - F(kᵢ - ½)),   F(x) = 1/(1 + exp(-(x - μᵢ)/sᵢ))
 * }</pre>
 *
 * <p>nats: the {@link Quantized} {@link Logistic}, which is the discretized logistic distribution
 * of PixelCNN++ (Salimans et al., 2017, arXiv:1701.05517, section 2.1) without its bounds, the base
 * of integer discrete flows (Hoogeboom et al., 2019, arXiv:1905.07376). At numbers between
 * integers, {@code logProb} is the density of the logistic number plus uniform noise. Draws are not
 * differentiable.
 *
 * @param location the locations {@code μ}, or where they start
 * @param scale the scales {@code s}, positive, or where they start
 */
public record DiscretizedLogistic(
    List<Double> location, List<Double> scale, Trainability trainability) implements Distribution {
  public DiscretizedLogistic {
    LocationScale checked = new LocationScale(location, scale, trainability);
    location = checked.location();
    scale = checked.scale();
  }

  /** Returns a fixed distribution. */
  public static DiscretizedLogistic fixed(List<Double> location, List<Double> scale) {
    return new DiscretizedLogistic(location, scale, Trainability.FIXED);
  }

  /**
   * Returns a distribution that starts from the standard logistic one and is trained.
   *
   * @param d the dimension, at least one
   */
  public static DiscretizedLogistic trainable(int d) {
    return new DiscretizedLogistic(Entries.all(d, 0), Entries.all(d, 1), Trainability.TRAINABLE);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(location.size());
  }

  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return quantized().logProb(scope, x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    return quantized().sample(scope, noise);
  }

  private Quantized quantized() {
    return Quantized.of(new Logistic(location, scale, trainability));
  }
}
