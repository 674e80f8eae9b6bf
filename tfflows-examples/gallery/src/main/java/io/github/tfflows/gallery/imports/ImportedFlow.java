package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow under construction. Maps are added from the data to the base, the order of other
 * libraries.
 */
final class ImportedFlow {
  /** A map from the base to the data, and the weights of its conditioner. */
  private record Link(Bijector bijector, Map<String, Weights.Array> weights) {}

  private final List<Link> links = new ArrayList<>();

  /** Adds a map without weights. */
  void add(Bijector bijector) {
    add(bijector, Map.of());
  }

  /** Adds a map, and the weights of its conditioner. */
  void add(Bijector bijector, Map<String, Weights.Array> weights) {
    links.add(new Link(bijector, weights));
  }

  /** Compiles it on a standard normal base. */
  CompiledDistribution compile(int features, int contextSize, Execution execution) {
    List<Link> fromBase = new ArrayList<>(links);
    Collections.reverse(fromBase);
    Map<String, Weights.Array> weights = new LinkedHashMap<>();
    for (int i = 0; i < fromBase.size(); i++) {
      Link link = fromBase.get(i);
      String place = "bijector.%s_%s.conditioner.".formatted(i, link.bijector.name());
      link.weights.forEach((name, array) -> weights.put(place + name, array));
    }
    Chain chain = new Chain(fromBase.stream().map(Link::bijector).toList());
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(features), chain);
    return CompiledDistribution.compile(flow, contextSize, new Weights(weights), execution);
  }
}
