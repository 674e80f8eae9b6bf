package io.github.tfflows.testing;

import java.util.List;
import java.util.stream.Stream;

/** The names of the parameters of layers. */
public final class LayerNames {
  /** Returns the kernel and the bias of each. */
  public static List<String> of(String... layers) {
    return Stream.of(layers)
        .flatMap(layer -> Stream.of(layer + ".kernel", layer + ".bias"))
        .toList();
  }

  private LayerNames() {}
}
