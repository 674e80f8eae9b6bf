package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.MaskedAutoregressive;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.activations.Activations;

/** Adds the transforms of nflows to a flow, one after another. */
final class NflowsTransforms {
  /** The raw parameter of slope one in nflows; here it is zero. */
  private static final double RAW_SLOPE_OF_ONE = Math.log(Math.expm1(1 - 1e-3));

  private final Activations activation;
  private final @Nullable RationalQuadratic declared;
  private final ImportedFlow flow = new ImportedFlow();
  private int features;

  /**
   * Begins a flow with the activation of all networks and the spline of all transforms that are not
   * affine, or null if there are none.
   */
  NflowsTransforms(Activations activation, @Nullable RationalQuadratic declared) {
    this.activation = activation;
    this.declared = declared;
  }

  /** Adds a transform; its arrays determine its kind. */
  void add(TorchArrays transform) {
    if (transform.has("_transforms")) {
      transform.at("_transforms").modules().forEach(this::add);
    } else if (transform.has("_permutation")) {
      flow.add(new Permutation(transform.integers("_permutation")).inverted());
    } else if (transform.has("transform_net")) {
      addCoupling(transform);
    } else if (transform.has("autoregressive_net")) {
      addAutoregressive(transform.at("autoregressive_net"));
    } else {
      throw new IllegalArgumentException(transform + " is not a transform that can be imported");
    }
  }

  CompiledDistribution compile(Execution execution) {
    return flow.compile(features, 0, execution);
  }

  private void addAutoregressive(TorchArrays network) {
    network.requireMasks();
    features = network.at("initial_layer").maskedLinear().inputs();
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    Conditioner dense = dense(network, TorchArrays::maskedLinear, weights);
    Linear output = network.at("final_layer").maskedLinear();
    List<Integer> order = IntStream.range(0, features).boxed().toList();
    reach(network).through(output).requireAutoregressive(order, network);
    int parameters = output.unitsFor(features, network.toString());
    ScalarBijector map;
    if (parameters == 2) {
      map = new PositiveScale(PositiveScale.Form.SOFTPLUS);
      output.addTo(weights, "output");
    } else {
      map = spline(network, parameters);
      spline(output, parameters, 1).addTo(weights, "output");
    }
    flow.add(
        new MaskedAutoregressive(map.inverted(), new DenseAutoregressive(dense, order)), weights);
  }

  /** The features that the last hidden units depend on. */
  private Reach reach(TorchArrays network) {
    Reach reach = Reach.ofInputs(features).through(network.at("initial_layer").maskedLinear());
    for (TorchArrays block : network.at("blocks").modules()) {
      if (block.has("linear")) {
        reach = reach.through(block.at("linear").maskedLinear());
      } else {
        TorchArrays layers = block.at("linear_layers");
        Linear first = layers.at("0").maskedLinear();
        reach = reach.plus(reach.through(first).through(layers.at("1").maskedLinear()));
      }
    }
    return reach;
  }

  private void addCoupling(TorchArrays transform) {
    List<Integer> kept = transform.integers("identity_features");
    List<Integer> moved = transform.integers("transform_features");
    features = kept.size() + moved.size();
    if (kept.size() != features / 2) {
      throw new IllegalArgumentException(
          "%s keeps %s of %s features; expected %s"
              .formatted(transform, kept.size(), features, features / 2));
    }
    List<Integer> both = new ArrayList<>(kept);
    both.addAll(moved);
    Permutation keptFirst = new Permutation(both);
    flow.add(keptFirst.inverted());
    addCoupling(transform.at("transform_net"), moved.size());
    flow.add(keptFirst);
  }

  /** In an affine coupling all shifts come before all scales. */
  private void addCoupling(TorchArrays network, int moved) {
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    Conditioner dense = dense(network, TorchArrays::linear, weights);
    Linear output = network.at("final_layer").linear();
    int parameters = output.unitsFor(moved, network.toString());
    ScalarBijector map;
    if (parameters == 2) {
      map = new PositiveScale(PositiveScale.Form.SIGMOID);
      output.reordered(i -> (1 - i % 2) * moved + i / 2).addTo(weights, "output");
    } else {
      map = spline(network, parameters);
      spline(output, parameters, Math.sqrt(output.inputs())).addTo(weights, "output");
    }
    flow.add(new Coupling(map.inverted(), dense), weights);
  }

  /** Adds all layers but the last, and returns the network that they belong to. */
  private Conditioner dense(
      TorchArrays network,
      Function<TorchArrays, Linear> reading,
      Map<String, Weights.Array> weights) {
    Linear first = reading.apply(network.at("initial_layer"));
    List<TorchArrays> blocks = network.at("blocks").modules();
    if (!blocks.isEmpty() && blocks.get(0).has("linear")) {
      first.addTo(weights, "dense_0");
      for (int i = 0; i < blocks.size(); i++) {
        reading.apply(blocks.get(i).at("linear")).addTo(weights, "dense_" + (i + 1));
      }
      List<Integer> hidden = Collections.nCopies(blocks.size() + 1, first.units());
      return new Mlp(hidden, activation);
    }
    first.addTo(weights, "input");
    for (int i = 0; i < blocks.size(); i++) {
      TorchArrays layers = blocks.get(i).at("linear_layers");
      reading.apply(layers.at("0")).addTo(weights, "block_%s.dense_0".formatted(i));
      reading.apply(layers.at("1")).addTo(weights, "block_%s.dense_1".formatted(i));
    }
    return new ResidualNet(first.units(), blocks.size(), activation);
  }

  private ScalarBijector spline(TorchArrays network, int parameters) {
    RationalQuadratic spline = declared;
    if (spline == null || spline.parameters() != parameters) {
      throw new IllegalArgumentException(
          "%s has %s parameters for each feature; expected 2, of a scale and a shift, or %s"
              .formatted(network, parameters, expected(spline)));
    }
    return spline;
  }

  private static String expected(@Nullable RationalQuadratic spline) {
    return spline == null
        ? "the declaration of a spline (withSplines)"
        : "%s, of a spline of %s bins".formatted(spline.parameters(), spline.bins());
  }

  /** Divides raw widths and heights, as nflows does in couplings, and moves raw slopes. */
  private static Linear spline(Linear output, int parameters, double divisor) {
    int sizes = (parameters + 1) / 3 * 2;
    return output.scaled(
        i -> i % parameters < sizes ? 1 / divisor : 1,
        i -> i % parameters < sizes ? 0 : -RAW_SLOPE_OF_ONE);
  }
}
