package io.github.tfflows.bijectors.image;

import io.github.tfflows.bijectors.scalar.Sigmoid;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * The grey values of images, {@code 0, δ, 2δ, ..., (n - 1)·δ} in every channel: their noise, their
 * map from the reals, and bits per dimension.
 *
 * <pre>{@code
 * Pixels pixels = Pixels.bytes();
 * Distribution flow = ImageFlows.glow(image, 2, 4, 64).then(pixels.fromReals());
 * training.fit(flow, data, pixels.noise(image), listener);
 * }</pre>
 *
 * @param values the number {@code n} of grey values, at least two
 * @param spacing the distance {@code δ} between neighbouring grey values
 */
public record Pixels(int values, double spacing) {
  /** The margin of RealNVP, {@code α}. */
  private static final double MARGIN = 0.05;

  public Pixels {
    if (values < 2 || !(spacing > 0 && Double.isFinite(values * spacing))) {
      throw new IllegalArgumentException(
          "expected at least two grey values a positive distance apart, got %s and %s"
              .formatted(values, spacing));
    }
  }

  /** Returns the grey values 0 to 255. */
  public static Pixels bytes() {
    return new Pixels(256, 1);
  }

  /**
   * Returns the map from the reals to grey values with their noise. Its inverse is {@code logit(α +
   * (1 - 2α)·u)}, where {@code u} is the value scaled to [0, 1], its noise included, and {@code α}
   * is 0.05. As in MAF (Papamakarios et al., 2017, arXiv:1705.07057), both ends have a margin, so
   * that values stay far from infinity; in RealNVP (Dinh et al., 2017, arXiv:1605.08803, section
   * 4.1) only the lower end has one.
   */
  public Sigmoid fromReals() {
    double low = -0.5 * spacing;
    double range = values * spacing;
    double margin = range * MARGIN / (1 - 2 * MARGIN);
    return new Sigmoid(low - margin, low + range + margin);
  }

  /**
   * Returns the width of the uniform noise of each entry of an image, for dequantization (see
   * {@link io.github.tfflows.core.data.DataSource#dequantized}).
   */
  public float[] noise(Shape image) {
    float[] widths = new float[Math.toIntExact(image.size())];
    Arrays.fill(widths, (float) spacing);
    return widths;
  }

  /**
   * Returns the bits per dimension of an image with {@code d} entries, {@code -(log p + d·log δ) /
   * (d·log 2)}. The mean over images with noise is an upper bound on the bits per dimension by the
   * probabilities of the images (Theis, van den Oord and Bethge, 2016, arXiv:1511.01844, section
   * 3.1).
   *
   * @param logDensity {@code log p}, the log-density of an image with noise, or its mean, in nats
   */
  public double bitsPerDimension(double logDensity, Shape image) {
    return -(logDensity / image.size() + Math.log(spacing)) / Math.log(2);
  }
}
