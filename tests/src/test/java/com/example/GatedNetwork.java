package com.example;

import io.github.tfflows.bijectors.network.DenseNetwork;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.MaskedNetwork;
import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.framework.activations.Activations;

/** A network as a user of the library writes one: a layer whose units are opened by gates. */
final class GatedNetwork {
  static final List<String> NAMES =
      List.of(
          "unit.kernel", "unit.bias", "gate.kernel", "gate.bias", "output.kernel", "output.bias");

  private static Function<Expr, Expr> wired(Layers layers, int units) {
    Degrees hidden = layers.hidden(units);
    Function<Expr, Expr> unit =
        layers.dense("unit", layers.inputs(), hidden).andThen(layers.activated(Activations.TANH));
    Function<Expr, Expr> gate = layers.dense("gate", layers.inputs(), hidden);
    Function<Expr, Expr> opened = x -> unit.apply(x).times(gate.apply(x).sigmoid());
    return opened.andThen(layers.output(hidden));
  }

  /** For couplings. */
  record Free(int units) implements DenseNetwork {
    @Override
    public Function<Expr, Expr> wire(Layers layers) {
      return wired(layers, units);
    }
  }

  /** For autoregressive maps. */
  record Autoregressive(int units) implements AutoregressiveConditioner {
    private AutoregressiveConditioner network() {
      return new MaskedNetwork(layers -> wired(layers, units));
    }

    @Override
    public Expr parameters(GraphScope scope, Expr x, int parameters) {
      return network().parameters(scope, x, parameters);
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
      return network().forward(scope, x, parameters, map);
    }
  }

  private GatedNetwork() {}
}
