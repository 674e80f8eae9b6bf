package io.github.tfflows.parity;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import org.tensorflow.ndarray.Shape;

/** The flows that are compared with those of other libraries. */
final class PeerFlows {
  private static final int D = 4;
  private static final RationalQuadratic SPLINE = new RationalQuadratic(4, 3);
  private static final Mlp MLP = Mlp.of(8, 8);
  private static final Made MADE = Made.of(12, 12);

  static TransformedDistribution of(String name) {
    return switch (name) {
      case "real_nvp" -> reversing(new Coupling(new Affine(), MLP));
      case "nice" -> nice(new Coupling(new Additive(), ResidualNet.of(8, 1)));
      case "glow" -> glow(new Coupling(new Affine(), MLP));
      case "maf" -> reversing(new MaskedAutoregressive(new Affine(), MADE));
      case "nsf_coupling" -> splineCoupling(MLP);
      case "nsf_coupling_residual" -> splineCoupling(ResidualNet.of(8, 1));
      case "nsf_autoregressive" -> splineAutoregressive(MADE);
      case "nsf_autoregressive_residual" -> splineAutoregressive(ResidualMade.of(12, 1));
      case "linear" -> flow(Shape.of(D), new InvertibleLinear(D, 0));
      case "convolution" -> flow(Shape.of(2, 2, 3), new InvertibleLinear(3, 0));
      case "act_norm" -> flow(Shape.of(D), new ActNorm());
      case "planar" -> flow(Shape.of(D), planes(PlanarActivation.TANH));
      case "planar_leaky_relu" -> flow(Shape.of(D), planes(PlanarActivation.LEAKY_RELU));
      case "radial" -> flow(Shape.of(D), Chain.of(new Radial(), new Radial(), new Radial()));
      default -> throw new IllegalArgumentException("no flow is named " + name);
    };
  }

  /** With affine maps from the base to the data, as in the other libraries. */
  private static TransformedDistribution glow(Bijector coupling) {
    return flow(
        Shape.of(D),
        Chain.of(
            coupling,
            new InvertibleLinear(D, 0),
            new ActNorm(),
            coupling,
            new InvertibleLinear(D, 1),
            new ActNorm()));
  }

  private static TransformedDistribution reversing(Bijector layer) {
    return flow(Shape.of(D), Chain.of(layer, Permutation.reverse(D), layer));
  }

  private static TransformedDistribution nice(Bijector layer) {
    return flow(Shape.of(D), Chain.of(new Affine(), layer, Permutation.reverse(D), layer));
  }

  private static TransformedDistribution splineCoupling(Conditioner conditioner) {
    return mixing(new Coupling(SPLINE, conditioner));
  }

  private static TransformedDistribution splineAutoregressive(
      AutoregressiveConditioner conditioner) {
    return mixing(new MaskedAutoregressive(SPLINE, conditioner));
  }

  /** As the recipes of neural spline flows, but with matrices that are not permutations. */
  private static TransformedDistribution mixing(Bijector layer) {
    return flow(
        Shape.of(D),
        Chain.of(
            new InvertibleLinear(D, 0),
            layer,
            new InvertibleLinear(D, 1),
            layer,
            new InvertibleLinear(D, 2)));
  }

  private static Bijector planes(PlanarActivation activation) {
    Bijector plane = new Planar(activation);
    return Chain.of(plane, plane, plane);
  }

  private static TransformedDistribution flow(Shape event, Bijector bijector) {
    return new TransformedDistribution(new StandardNormal(event), bijector);
  }

  private PeerFlows() {}
}
