package io.github.tfflows.bijectors.network;

import io.github.tfflows.testing.LayerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network and the names of its parameters, as an entry of a list. Of its gates there are none
 * without a context, of its first layer the bias alone without inputs.
 */
class NetworkCase<N> {
  private final Supplier<N> network;
  private final List<String> names;

  NetworkCase(Supplier<N> network, List<String> names) {
    this.network = network;
    this.names = names;
  }

  NetworkCase(NetworkCase<N> other) {
    this(other.network, other.names);
  }

  static <N> NetworkCase<N> of(Supplier<N> network, String layers) {
    return new NetworkCase<>(network, LayerNames.of(layers.split(" ", -1)));
  }

  /** Returns a case of which every layer but the last has a gain, too. */
  static <N> NetworkCase<N> ofNormalized(Supplier<N> network, String layers) {
    String[] each = layers.split(" ", -1);
    List<String> names = new ArrayList<>(LayerNames.of(each));
    for (int i = each.length - 2; i >= 0; i--) {
      names.add(2 * i + 2, each[i] + ".gain");
    }
    return new NetworkCase<>(network, names);
  }

  public N conditioner() {
    return network.get();
  }

  public List<String> parameterNames() {
    return names;
  }

  public List<String> parameterNames(int contextSize) {
    return names.stream().filter(name -> contextSize > 0 || !name.contains(".gate.")).toList();
  }

  public List<String> inputKernels() {
    String first = names.get(0).substring(0, names.get(0).indexOf('.') + 1);
    return names.stream()
        .filter(name -> name.startsWith(first) && !name.endsWith(".bias"))
        .toList();
  }

  @Override
  public String toString() {
    return network.get().toString();
  }
}
