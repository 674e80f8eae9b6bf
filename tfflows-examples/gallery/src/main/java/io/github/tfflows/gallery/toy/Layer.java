package io.github.tfflows.gallery.toy;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import java.util.function.IntFunction;
import org.tensorflow.framework.activations.Activations;

/**
 * The layers that a flow can be stacked from, by the names of the command line. Planar and radial
 * layers, and the affine maps of MAF and IAF, are inverted, so that the map with a formula goes
 * from the data to the base, the direction of training. The networks are smooth, since kinks would
 * show in the density.
 */
enum Layer {
  PLANAR("Planar", d -> new Planar(PlanarActivation.TANH).inverted()),
  RADIAL("Radial", d -> new Radial().inverted()),
  NICE("NICE", d -> coupling(d, new Additive())),
  REAL_NVP("RealNVP", d -> coupling(d, new Affine())),
  MAF("MAF", d -> autoregressive(d, new Affine().inverted())),
  IAF("IAF", d -> autoregressive(d, new Affine().inverted()).inverted()),
  NSF_AR("NSF_AR", d -> autoregressive(d, spline())),
  NSF_CL("NSF_CL", d -> coupling(d, spline())),
  SPLINE("Spline", d -> spline());

  private static final int BINS = 8;
  private static final double BOUND = 4;
  private static final int[] HIDDEN = {64, 64};

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final IntFunction<Bijector> ofDimension;

  Layer(String label, IntFunction<Bijector> ofDimension) {
    this.label = label;
    this.ofDimension = ofDimension;
  }

  /** One layer of this kind. */
  Bijector of(int dimension) {
    return ofDimension.apply(dimension);
  }

  /** The name on the command line and in the pictures. */
  @Override
  public String toString() {
    return label;
  }

  private static RationalQuadratic spline() {
    return new RationalQuadratic(BINS, BOUND);
  }

  /** Moves the second half given the first, then the first given the second. */
  private static Bijector coupling(int dimension, ScalarBijector map) {
    Bijector half = new Coupling(map, Mlp.of(HIDDEN).withActivation(Activations.SWISH));
    return dimension == 1
        ? half
        : Chain.of(half, Permutation.reverse(dimension), half, Permutation.reverse(dimension));
  }

  /** Moves each feature given the features before it, and reverses the order for the next layer. */
  private static Bijector autoregressive(int dimension, ScalarBijector map) {
    Bijector layer =
        new MaskedAutoregressive(map, Made.of(HIDDEN).withActivation(Activations.SWISH));
    return dimension == 1 ? layer : Chain.of(layer, Permutation.reverse(dimension));
  }
}
