package io.github.tfflows.tables.stacking;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Mixtures of Gaussians that were fitted beside the flow of a member. Each held-out row has its
 * log-density by the flow, then by each mixture, and a weight.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Candidates(List<FittedGaussians> gaussians, double[][] logDensities, double[] counts) {
  /** The numbers of Gaussians in the mixtures. Each mixture is fitted with both priors. */
  private static final int[] COMPONENTS = {1, 3, 12};

  private static final int ROWS_OF_COMPONENT = 10;

  /**
   * The most products in a step of a fit; more would take long compared with the training of a
   * flow.
   */
  private static final double MOST_PRODUCTS = 2.5e6;

  Candidates {
    gaussians = List.copyOf(gaussians);
  }

  /**
   * Fits mixtures to training rows, and computes their log-densities in held-out rows next to the
   * flow's.
   */
  static Candidates of(ScaledRows training, ScaledRows heldOut, float[] flow, long seed) {
    List<FittedGaussians> gaussians = new ArrayList<>();
    for (int components : COMPONENTS) {
      if (components == 1 || suits(components, training)) {
        for (GaussiansFit.Prior prior : GaussiansFit.Prior.values()) {
          gaussians.add(GaussiansFit.of(training, components, prior, seed));
        }
      }
    }
    double[][] logDensities = new double[heldOut.count()][];
    for (int row = 0; row < logDensities.length; row++) {
      double[] x = heldOut.rows()[row];
      float logDet = heldOut.logDet()[row];
      DoubleStream each = gaussians.stream().mapToDouble(one -> one.logDensity(x) + logDet);
      logDensities[row] = DoubleStream.concat(DoubleStream.of(flow[row]), each).toArray();
    }
    return new Candidates(gaussians, logDensities, heldOut.counts());
  }

  private static boolean suits(int components, ScaledRows rows) {
    double square = Math.pow(rows.dimension(), 2);
    return components * ROWS_OF_COMPONENT <= rows.count()
        && rows.count() * components * square <= MOST_PRODUCTS;
  }

  /** The mixture of all mixtures with a positive weight. The first weight is the flow's. */
  FittedGaussians mixed(double... weights) {
    List<FittedGaussians> kept = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    for (int k = 1; k < weights.length; k++) {
      if (weights[k] > 0) {
        kept.add(gaussians.get(k - 1));
        shares.add(weights[k] / (1 - weights[0]));
      }
    }
    return FittedGaussians.mixed(kept, shares);
  }
}
