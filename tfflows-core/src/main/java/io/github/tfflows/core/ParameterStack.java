package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** The parameters of all copies of a {@link Repeated} layer in a graph without a loop. */
final class ParameterStack {
  private final GraphScope scope;
  private final LayerStarts starts;
  private final List<LayerParameters> layers = new ArrayList<>();
  private final Map<String, List<Expr>> rows = new HashMap<>();

  ParameterStack(GraphScope scope, int count, LayerStarts starts) {
    this.scope = scope;
    this.starts = starts;
    for (int i = 0; i < count; i++) {
      int place = i;
      layers.add(
          new LayerParameters(
              scope.parameters(),
              count,
              starts.seed(i),
              starts,
              (name, all) -> rowsOf(name, all).get(place)));
    }
  }

  private List<Expr> rowsOf(String name, Operand<TFloating> all) {
    return rows.computeIfAbsent(name, unused -> scope.expr(all).entries(0));
  }

  LayerParameters layer(int place) {
    return layers.get(place);
  }

  /** Forwards the layers' values from the first batch, and their states after a step. */
  void close() {
    Set<String> computed = new LinkedHashSet<>();
    layers.forEach(layer -> computed.addAll(layer.computed().keySet()));
    computed.forEach(this::passOnComputed);
    Set<String> updated = new LinkedHashSet<>();
    layers.forEach(layer -> updated.addAll(layer.updates().keySet()));
    updated.forEach(this::passOnUpdate);
  }

  private void passOnComputed(String name) {
    List<LayerParameters.Computed> values =
        layers.stream().map(layer -> Objects.requireNonNull(layer.computed().get(name))).toList();
    Operand<TFloating> unused =
        scope
            .parameters()
            .dataDependent(
                name,
                values.get(0).shape().prepend(layers.size()),
                starts.of(name, values.get(0).shape()),
                () -> stacked(values.stream().map(LayerParameters.Computed::value).toList()));
  }

  /** A layer that did not update a state keeps it. */
  private void passOnUpdate(String name) {
    List<Operand<TFloating>> next = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Operand<TFloating> updated = layers.get(i).updates().get(name);
      next.add(updated == null ? Objects.requireNonNull(rows.get(name)).get(i) : updated);
    }
    scope.parameters().update(name, stacked(next));
  }

  private Expr stacked(List<Operand<TFloating>> values) {
    return scope.stack(values.stream().map(scope::expr).toList());
  }
}
