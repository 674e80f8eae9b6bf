package io.github.tfflows.bijectors.image;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * Trades resolution for channels: each square of 2×2 places becomes one place with four times the
 * channels, {@code [h, w, c]} to {@code [h/2, w/2, 4c]} (Dinh et al., 2017, arXiv:1605.08803,
 * section 3.6).
 *
 * <pre>{@code
 * y[i, j, 4k + 2a + b] = x[2i + a, 2j + b, k]    for a, b in {0, 1}
 * }</pre>
 *
 * <p>The four places of a channel stay together, as in TensorFlow Probability, nflows and
 * normflows; TensorFlow's own {@code SpaceToDepth} keeps the channels of a place together. It
 * preserves volume: {@code log |det| = 0}. Flows from the base to the data use its {@link
 * #inverted()}.
 */
public record Squeeze() implements Bijector.Rearrangement {
  @Override
  public Shape forwardEventShape(Shape event) {
    long[] sizes = Require.image(event, "a squeeze").asArray();
    if (sizes[0] % 2 != 0 || sizes[1] % 2 != 0) {
      throw new IllegalArgumentException(
          "a squeeze needs an even height and width, got the event shape " + event);
    }
    return Shape.of(sizes[0] / 2, sizes[1] / 2, 4 * sizes[2]);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    long[] sizes = Require.image(event, "a squeeze").asArray();
    if (sizes[2] % 4 != 0) {
      throw new IllegalArgumentException(
          "the inverse of a squeeze needs a multiple of 4 channels, got the event shape " + event);
    }
    return Shape.of(2 * sizes[0], 2 * sizes[1], sizes[2] / 4);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    int h = presence.size(1) / 2;
    int w = presence.size(2) / 2;
    int c = presence.size(3);
    return presence
        .reshape(-1, h, 2, w, 2, c)
        .transpose(0, 1, 3, 5, 2, 4)
        .reshape(-1, h, w, 4L * c);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    int h = presence.size(1);
    int w = presence.size(2);
    int c = presence.size(3) / 4;
    return presence
        .reshape(-1, h, w, c, 2, 2)
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(-1, 2L * h, 2L * w, c);
  }
}
