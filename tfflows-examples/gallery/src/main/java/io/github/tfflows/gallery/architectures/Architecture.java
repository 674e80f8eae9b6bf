package io.github.tfflows.gallery.architectures;

import io.github.tfflows.bijectors.BlockAutoregressive;
import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Highway;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.Sylvester;
import io.github.tfflows.bijectors.TriangularSpline;
import io.github.tfflows.bijectors.base.ResampledBase;
import io.github.tfflows.bijectors.continuous.ContinuousFlow;
import io.github.tfflows.bijectors.continuous.FlowMatching;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.bijectors.field.SmoothActivation;
import io.github.tfflows.bijectors.field.VelocityMlp;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.monotone.BernsteinPolynomial;
import io.github.tfflows.bijectors.monotone.DeepSigmoidal;
import io.github.tfflows.bijectors.monotone.Gaussianization;
import io.github.tfflows.bijectors.monotone.LogisticMixture;
import io.github.tfflows.bijectors.monotone.SumOfSquares;
import io.github.tfflows.bijectors.monotone.UnconstrainedMonotonic;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.residual.ResidualFlow;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.CubicSpline;
import io.github.tfflows.bijectors.spline.LinearRational;
import io.github.tfflows.bijectors.spline.LinearSpline;
import io.github.tfflows.bijectors.spline.QuadraticSpline;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.bijectors.spline.UnboundedRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tensorflow.framework.activations.Activations;

/** The architectures of the library, in sizes that cost about the same. */
public enum Architecture {
  PLANAR(d -> stack(d, 16, new Planar(PlanarActivation.TANH).inverted())),
  RADIAL(d -> stack(d, 16, new Radial().inverted())),
  SYLVESTER(d -> stack(d, 8, Sylvester.householder(d, d).inverted())),
  HIGHWAY(d -> reversing(d, new Highway(d, PlanarActivation.TANH).inverted())),
  NICE(d -> coupling(d, new Additive())),
  REAL_NVP(d -> coupling(d, new Affine())),
  GLOW(d -> stack(d, Sizes.LAYERS, Chain.of(reversal(d), coupling(new Affine())))),
  FLOW_PP(d -> coupling(d, new LogisticMixture(8).inverted())),
  LINEAR_SPLINE(d -> coupling(d, new LinearSpline(Sizes.BINS, Sizes.BOUND).inverted())),
  QUADRATIC_SPLINE(d -> coupling(d, new QuadraticSpline(Sizes.BINS, Sizes.BOUND))),
  CUBIC_SPLINE(d -> coupling(d, new CubicSpline(Sizes.BINS, Sizes.BOUND))),
  LINEAR_RATIONAL_SPLINE(d -> coupling(d, new LinearRational(Sizes.BINS, Sizes.BOUND))),
  NSF_COUPLING(d -> coupling(d, new RationalQuadratic(Sizes.BINS, Sizes.BOUND))),
  NSF_UNBOUNDED(d -> coupling(d, new UnboundedRationalQuadratic(Sizes.BINS, Sizes.BOUND))),
  MAF(d -> autoregressive(d, new Affine().inverted())),
  IAF(d -> reversing(d, autoregressive(new Affine().inverted()).inverted())),
  NSF_AUTOREGRESSIVE(d -> autoregressive(d, new RationalQuadratic(Sizes.BINS, Sizes.BOUND))),
  GAUSSIANIZATION(d -> autoregressive(d, new Gaussianization(8).inverted())),
  SUM_OF_SQUARES(d -> autoregressive(d, new SumOfSquares(3, 4, Sizes.BOUND).inverted())),
  BERNSTEIN(d -> autoregressive(d, new BernsteinPolynomial(16, Sizes.BOUND).inverted())),
  NAF(d -> autoregressive(d, new DeepSigmoidal(1, 8).inverted())),
  BNAF(d -> reversing(d, BlockAutoregressive.of(8, 8))),
  UNCONSTRAINED_MONOTONIC(
      d -> autoregressive(d, new UnconstrainedMonotonic(8, Sizes.BOUND).inverted())),
  TRIANGULAR_SPLINE(
      d -> reversing(d, 8, new TriangularSpline(new RationalQuadratic(Sizes.BINS, Sizes.BOUND)))),
  RESAMPLED(d -> resampled(d)),
  RESIDUAL(d -> stack(d, 8, ResidualFlow.of(LipschitzMlp.of(64, 64)))),
  FFJORD(d -> continuous(d)),
  FLOW_MATCHING(d -> continuous(d));

  /** The sizes that they have in common. */
  private static final class Sizes {
    static final int BINS = 8;
    static final double BOUND = 5;
    static final int LAYERS = 4;
    static final int[] HIDDEN = {64, 64};
  }

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final IntFunction<Distribution> ofDimension;

  Architecture(IntFunction<Distribution> ofDimension) {
    this.ofDimension = ofDimension;
  }

  /** Returns the flow on vectors of {@code d} features. */
  public Distribution of(int d) {
    return ofDimension.apply(d);
  }

  /** Returns the loss that trains the flow on vectors of {@code d} features. */
  public Objective objective(int d) {
    Distribution flow = of(d);
    return this == FLOW_MATCHING
        ? new FlowMatching((TransformedDistribution) flow)
        : Objective.likelihood(flow);
  }

  /** Returns the name on the command line and in pictures. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static TransformedDistribution flow(int d, List<Bijector> layers) {
    return new TransformedDistribution(StandardNormal.of(d), new Chain(layers));
  }

  private static Distribution stack(int d, int layers, Bijector layer) {
    return flow(d, Collections.nCopies(layers, layer));
  }

  /** Layers, each followed by a map that mixes the features. */
  private static Distribution mixed(int d, Bijector layer, IntFunction<Bijector> mixing) {
    return mixed(d, Sizes.LAYERS, layer, mixing);
  }

  private static Distribution mixed(
      int d, int layers, Bijector layer, IntFunction<Bijector> mixing) {
    return flow(
        d,
        IntStream.range(0, layers)
            .mapToObj(i -> List.of(layer, mixing.apply(i)))
            .flatMap(List::stream)
            .toList());
  }

  private static Distribution reversing(int d, Bijector layer) {
    return reversing(d, Sizes.LAYERS, layer);
  }

  private static Distribution reversing(int d, int layers, Bijector layer) {
    return mixed(d, layers, layer, i -> Permutation.reverse(d));
  }

  /** Couplings that alternate between the features of even and of odd places. */
  private static Distribution coupling(int d, ScalarBijector map) {
    Permutation last = Permutation.riffle(d);
    return mixed(d, coupling(map), i -> i + 1 < Sizes.LAYERS ? Permutation.reverse(d) : last);
  }

  private static Bijector coupling(ScalarBijector map) {
    return new Coupling(map, Mlp.of(Sizes.HIDDEN).withActivation(Activations.SWISH));
  }

  private static TransformedDistribution continuous(int d) {
    VelocityMlp velocity = VelocityMlp.of(Sizes.HIDDEN).withActivation(SmoothActivation.SINE);
    return flow(d, List.of(ContinuousFlow.of(velocity)));
  }

  private static Bijector reversal(int d) {
    return new InvertibleLinear(d, InvertibleLinear.Start.REVERSAL, 0);
  }

  /** RealNVP on a base of learned rejection. */
  private static Distribution resampled(int d) {
    TransformedDistribution flow = (TransformedDistribution) REAL_NVP.of(d);
    Distribution base = new ResampledBase(StandardNormal.of(d), Mlp.of(Sizes.HIDDEN), 20);
    return new TransformedDistribution(base, flow.bijector());
  }

  private static Distribution autoregressive(int d, ScalarBijector map) {
    return reversing(d, autoregressive(map));
  }

  private static Bijector autoregressive(ScalarBijector map) {
    return new MaskedAutoregressive(map, Made.of(Sizes.HIDDEN).withActivation(Activations.SWISH));
  }
}
