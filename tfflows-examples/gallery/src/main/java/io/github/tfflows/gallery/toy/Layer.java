package io.github.tfflows.gallery.toy;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.Planar;
import io.github.tfflows.bijectors.PlanarActivation;
import io.github.tfflows.bijectors.Radial;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Made;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Additive;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.RationalQuadratic;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The layers that a flow can be stacked from, by the names of the command line. Planar and radial
 * ones are turned around, so that the map with a formula goes from the data to the base, which is
 * the direction of training.
 */
enum Layer {
  PLANAR("Planar") {
    @Override
    Bijector of(int dimension) {
      return new Planar(PlanarActivation.TANH).inverted();
    }
  },

  RADIAL("Radial") {
    @Override
    Bijector of(int dimension) {
      return new Radial().inverted();
    }
  },

  NICE("NICE", "additive-coupling") {
    @Override
    Bijector of(int dimension) {
      return coupling(dimension, new Additive());
    }
  },

  REAL_NVP("RealNVP", "affine-coupling") {
    @Override
    Bijector of(int dimension) {
      return coupling(dimension, new Affine());
    }
  },

  MAF("MAF", "affine-autoregressive") {
    @Override
    Bijector of(int dimension) {
      return autoregressive(dimension, new Affine());
    }
  },

  IAF("IAF", "inverse-autoregressive") {
    @Override
    Bijector of(int dimension) {
      return autoregressive(dimension, new Affine()).inverted();
    }
  },

  NSF_AR("NSF_AR", "spline-autoregressive") {
    @Override
    Bijector of(int dimension) {
      return autoregressive(dimension, new RationalQuadratic(BINS, BOUND));
    }
  },

  NSF_CL("NSF_CL", "spline-coupling") {
    @Override
    Bijector of(int dimension) {
      return coupling(dimension, new RationalQuadratic(BINS, BOUND));
    }
  },

  SPLINE("Spline", "elementwise-spline") {
    @Override
    Bijector of(int dimension) {
      return new RationalQuadratic(BINS, BOUND);
    }
  };

  private static final int BINS = 5;
  private static final double BOUND = 4;
  private static final int[] HIDDEN = {32, 32};

  private final String label;
  private final String alias;

  Layer(String label) {
    this(label, label);
  }

  Layer(String label, String alias) {
    this.label = label;
    this.alias = alias;
  }

  /** One layer of this kind. */
  abstract Bijector of(int dimension);

  /** The name shown. */
  @Override
  public String toString() {
    return label;
  }

  /** Reads the name of a layer, in any case, with or without dashes and underscores. */
  static final class Name implements ITypeConverter<Layer> {
    @Override
    public Layer convert(String name) {
      return Arrays.stream(values())
          .filter(layer -> layer.isNamed(plain(name)))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no flow is named " + name + "; there are " + String.join(", ", all())));
    }
  }

  /** The names to choose from. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all().iterator();
    }
  }

  private static List<String> all() {
    return Arrays.stream(values())
        .map(
            layer ->
                layer.alias.equals(layer.label) ? layer.label : layer.label + " or " + layer.alias)
        .toList();
  }

  private boolean isNamed(String plainName) {
    return plain(label).equals(plainName) || plain(alias).equals(plainName);
  }

  /** Moves the second half given the first, then the first given the second. */
  private static Bijector coupling(int dimension, ScalarBijector map) {
    Bijector half = new Coupling(map, Mlp.of(HIDDEN));
    return dimension == 1
        ? half
        : Chain.of(half, Permutation.reverse(dimension), half, Permutation.reverse(dimension));
  }

  /** Moves each feature given those before it, and turns the order for the next layer. */
  private static Bijector autoregressive(int dimension, ScalarBijector map) {
    Bijector layer = new MaskedAutoregressive(map, Made.of(HIDDEN));
    return dimension == 1 ? layer : Chain.of(layer, Permutation.reverse(dimension));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }
}
