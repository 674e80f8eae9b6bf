package io.github.tfflows.bijectors.image;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.image.CheckerboardCoupling.Squares;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Ready-made flows of images shaped {@code [h, w, c]}, on the standard normal distribution of
 * {@code h·w·c} entries. Put the map of the grey values next to the data: {@code
 * glow(...).then(Pixels.bytes().fromReals())}.
 *
 * <p>Affine maps are written from the data to the base, and networks read entries of at most five.
 * For a base with trained means and scales, combine
 *
 * <pre>{@code
 * new TransformedDistribution(DiagonalNormal.trainable(h * w * c), glow(...).bijector())
 * }</pre>
 *
 * <p>All methods throw {@link IllegalArgumentException} if a count is below one, or if a level
 * would halve an odd height or width.
 */
public final class ImageFlows {
  private static final ScalarBijector TO_BASE = new Affine().inverted();

  /** The bound of the entries that a network reads. */
  private static final double BOUND = 5;

  /** The number of consecutive couplings of a kind in RealNVP. */
  private static final int COUPLINGS = 3;

  /**
   * Returns Glow (Kingma and Dhariwal, 2018, arXiv:1807.03039, figure 2). From the data to the
   * base, each level is a {@link Squeeze} and steps of an {@link ActNorm}, an {@link
   * InvertibleLinear} seeded by the step's number and an affine {@link Coupling} with a {@link
   * ConvolutionalNet}. The paper has 3 to 6 levels of 32 or 48 steps, and a width of 512.
   *
   * <p>The paper's code conditions the channels that leave a level on the channels that stay, by a
   * further affine map. Here the last coupling of the level is such a map.
   *
   * @param levels the number of levels, each with one squeeze
   * @param steps the number of couplings of each level
   * @param width the number of hidden channels of each network
   */
  public static TransformedDistribution glow(Shape image, int levels, int steps, int width) {
    int channels = channels(image);
    Require.atLeast("steps", steps, 1);
    Require.atLeast("levels", levels, 1);
    List<Bijector> all = new ArrayList<>();
    for (int k = 0; k < levels; k++) {
      channels *= 4;
      all.add(0, glowLevel(channels, k * steps, steps, new Coupling(TO_BASE, network(width))));
      channels /= 2;
    }
    return flow(image, all);
  }

  private static Bijector glowLevel(int channels, int seed, int steps, Bijector coupling) {
    List<Bijector> links = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      links.addAll(List.of(coupling, new InvertibleLinear(channels, seed + i), new ActNorm()));
    }
    links.add(new Squeeze().inverted());
    return new Chain(links);
  }

  /**
   * Returns RealNVP (Dinh et al., 2017, arXiv:1605.08803, section 3.6). From the data to the base,
   * each level but the last consists of three alternating affine {@link CheckerboardCoupling}s, a
   * {@link Squeeze} and three alternating affine {@link Coupling}s along channels. The last level
   * consists of four checkerboard couplings. An {@link ActNorm} before each coupling replaces the
   * paper's batch normalization, and a {@link ConvolutionalNet} its residual networks.
   *
   * @param width the number of hidden channels of each network
   */
  public static TransformedDistribution realNvp(Shape image, int levels, int width) {
    Require.atLeast("levels", levels, 1);
    int channels = channels(image);
    Conditioner network = network(width);
    List<Bijector> all = new ArrayList<>();
    for (int k = 1; k < levels; k++) {
      List<Bijector> links = new ArrayList<>(alongChannels(4 * channels, network));
      links.add(new Squeeze().inverted());
      links.addAll(checkerboards(COUPLINGS, network));
      all.add(0, new Chain(links));
      channels *= 2;
    }
    all.add(0, new Chain(checkerboards(COUPLINGS + 1, network)));
    return flow(image, all);
  }

  private static List<Bijector> checkerboards(int couplings, Conditioner network) {
    List<Bijector> links = new ArrayList<>();
    Squares kept = Squares.EVEN;
    for (int i = 0; i < couplings; i++) {
      links.addAll(List.of(new CheckerboardCoupling(TO_BASE, network, kept), new ActNorm()));
      kept = kept.others();
    }
    return links;
  }

  private static List<Bijector> alongChannels(int channels, Conditioner network) {
    List<Bijector> links = new ArrayList<>();
    for (int i = 0; i < COUPLINGS; i++) {
      links.addAll(
          List.of(new Coupling(TO_BASE, network), new ActNorm(), Permutation.reverse(channels)));
    }
    return links.subList(0, links.size() - 1);
  }

  private static Conditioner network(int width) {
    return ConvolutionalNet.of(width).within(BOUND);
  }

  private static TransformedDistribution flow(Shape image, List<Bijector> levels) {
    return new TransformedDistribution(
        StandardNormal.of(image.size()), new MultiScale(image, levels));
  }

  private static int channels(Shape image) {
    return Math.toIntExact(Require.image(image, "a flow of images").get(-1));
  }

  private ImageFlows() {}
}
