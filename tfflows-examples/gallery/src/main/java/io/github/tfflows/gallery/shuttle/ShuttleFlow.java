package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The density of normal rows: from a standard normal distribution through spline couplings to
 * standardized columns, and from there to raw ones.
 */
final class ShuttleFlow {
  /** The bound of the splines, in standard deviations; beyond, layers are the identity. */
  private static final double BOUND = 8;

  static Distribution of(ShuttleOptions options, Data training) {
    float[][] raw = training.x().toArrays();
    int features = raw[0].length;
    List<Bijector> links = new ArrayList<>();
    for (int i = 0; i < options.layers; i++) {
      Mlp network = Mlp.of(options.hidden, options.hidden);
      links.add(new Coupling(new RationalQuadratic(options.bins, BOUND), network));
      links.add(Permutation.random(features, options.seed + i));
    }
    HeavyTails tails = HeavyTails.fit(raw);
    links.add(Standardize.fit(Rows.of(tails.inverse(raw)).values(), features));
    links.add(tails.bijector());
    return new TransformedDistribution(StandardNormal.of(features), new Chain(links));
  }

  /** The distance between neighbouring values of each column: they are integers. */
  static float[] spacing(Data data) {
    float[] spacing = new float[data.x().size()];
    Arrays.fill(spacing, 1);
    return spacing;
  }

  private ShuttleFlow() {}
}
