package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.framework.activations.Activations;

/**
 * Imports a flow {@code zuko.flows.MAF} of affine maps, or {@code NSF} of splines, with a context
 * or without, from its state in a file of {@code numpy.savez}. Sizes, orders and masks are read
 * from the arrays; slopes have the default bounds.
 *
 * <p>The state does not name the class of the flow, and the states of a {@code BPF} of degree 16
 * and of an {@code NSF} of six bins have equal shapes. Therefore the caller declares the class.
 */
public final class Zuko {
  /** The class of a flow. */
  public enum Flow {
    /** {@code zuko.flows.MAF} of affine maps. */
    MAF {
      @Override
      ScalarBijector map(TorchArrays transform, int parameters) {
        require(transform, parameters, parameters == 2, "2 of an affine map");
        return new Affine();
      }
    },

    /** {@code zuko.flows.NSF}. */
    NSF {
      @Override
      ScalarBijector map(TorchArrays transform, int parameters) {
        boolean isSpline = parameters >= 5 && parameters % 3 == 2;
        require(transform, parameters, isSpline, "3K - 1 of a spline of K bins");
        return new ZukoSpline((parameters + 1) / 3);
      }
    };

    abstract ScalarBijector map(TorchArrays transform, int parameters);

    private static void require(
        TorchArrays transform, int parameters, boolean isFitting, String expected) {
      if (!isFitting) {
        throw new IllegalArgumentException(
            "%s has %s parameters for each feature; expected %s"
                .formatted(transform, parameters, expected));
      }
    }
  }

  /** Reads a flow with rectified linear units. */
  public static CompiledDistribution read(Flow flow, Path file) throws IOException {
    return read(flow, file, Activations.RELU, Execution.defaults());
  }

  /**
   * Reads a flow.
   *
   * @param kind its class
   * @param file the arrays of its {@code state_dict}, by name
   * @param activation the activation after hidden layers, which is not in the state
   * @return the same distribution, to be closed
   * @throws IllegalArgumentException if it has other parts
   */
  public static CompiledDistribution read(
      Flow kind, Path file, Activations activation, Execution execution) throws IOException {
    TorchArrays arrays = TorchArrays.read(file);
    ImportedFlow flow = new ImportedFlow();
    List<TorchArrays> transforms = arrays.at("transform").at("transforms").modules();
    if (transforms.isEmpty()) {
      throw new IllegalArgumentException(file + " has no arrays of transform.transforms");
    }
    arrays.at("transform").requireMasks();
    int features = 0;
    int contextSize = 0;
    for (TorchArrays transform : transforms) {
      features = transform.integers("order").size();
      contextSize = layers(transform).get(0).inputs() - features;
      Linear output = layers(transform).get(layers(transform).size() - 1);
      ScalarBijector map = kind.map(transform, output.unitsFor(features, transform.toString()));
      add(transform, map, activation, flow);
    }
    requireStandardNormal(arrays.at("base"), features);
    arrays.requireAllRead();
    return flow.compile(features, contextSize, execution);
  }

  private static List<Linear> layers(TorchArrays transform) {
    TorchArrays network = transform.at("hyper");
    return IntStream.iterate(0, i -> i == 0 || network.has(Integer.toString(i)), i -> i + 2)
        .mapToObj(i -> network.at(Integer.toString(i)).maskedLinear())
        .toList();
  }

  private static void add(
      TorchArrays transform, ScalarBijector map, Activations activation, ImportedFlow flow) {
    List<Integer> ranks = transform.integers("order");
    List<Linear> layers = layers(transform);
    Reach reach = Reach.ofInputs(layers.get(0).inputs());
    for (Linear layer : layers) {
      reach = reach.through(layer);
    }
    reach.requireAutoregressive(ranks, transform.at("hyper"));
    int last = layers.size() - 1;
    Linear output = layers.get(last);
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    for (int i = 0; i < last; i++) {
      layers.get(i).addTo(weights, "dense_" + i);
    }
    // Of an affine map, the shift comes before the scale.
    boolean isAffine = map instanceof Affine;
    output.reordered(i -> isAffine ? i ^ 1 : i).addTo(weights, "output");
    List<Integer> hidden = layers.subList(0, last).stream().map(Linear::units).toList();
    List<Integer> order =
        IntStream.range(0, ranks.size()).boxed().sorted(Comparator.comparing(ranks::get)).toList();
    DenseAutoregressive network = new DenseAutoregressive(new Mlp(hidden, activation), order);
    flow.add(new MaskedAutoregressive(map.inverted(), network), weights);
  }

  private static void requireStandardNormal(TorchArrays base, int features) {
    double[] location = base.get("loc").values();
    double[] scale = base.get("scale").values();
    if (location.length != features || scale.length != features) {
      throw new IllegalArgumentException(
          "the base has %s locations and %s scales; expected one for each of %s features"
              .formatted(location.length, scale.length, features));
    }
    for (int i = 0; i < features; i++) {
      if (location[i] != 0 || scale[i] != 1) {
        throw new IllegalArgumentException(
            "entry %s of the base has location %s and scale %s; expected a standard normal"
                .formatted(i, location[i], scale[i]));
      }
    }
  }

  private Zuko() {}
}
