package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A stack of layers on a standard normal distribution, from the base to the data. */
record ToyFlow(int dimension, List<Step> steps) {
  /** One layer, with its name in the pictures. */
  record Step(String label, Bijector bijector) {
    static Step of(Layer layer, int dimension) {
      return new Step(layer.toString(), layer.of(dimension));
    }
  }

  ToyFlow {
    steps = List.copyOf(steps);
  }

  /**
   * Stacks blocks of layers, made by index.
   *
   * @throws IllegalArgumentException if {@code count} is below one
   */
  static ToyFlow stack(int dimension, int count, IntFunction<List<Step>> block) {
    Require.atLeast("--flows", count, 1);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.addAll(block.apply(i));
    }
    return new ToyFlow(dimension, steps);
  }

  TransformedDistribution distribution() {
    return of(steps);
  }

  /** A layer on its own, as the only one of a flow. */
  TransformedDistribution layer(int index) {
    return of(steps.subList(index, index + 1));
  }

  /**
   * The weights of a single layer, from the weights of the whole flow, which are named by position.
   */
  static Weights ofLayer(int index, Weights whole) {
    String place = "bijector.%s_".formatted(index);
    Map<String, Weights.Array> own = new LinkedHashMap<>();
    whole
        .byName()
        .forEach(
            (name, array) -> {
              if (name.startsWith(place)) {
                own.put("bijector.0_" + name.substring(place.length()), array);
              }
            });
    return new Weights(own);
  }

  private TransformedDistribution of(List<Step> some) {
    List<Bijector> bijectors = some.stream().map(Step::bijector).toList();
    return new TransformedDistribution(StandardNormal.of(dimension), new Chain(bijectors));
  }
}
