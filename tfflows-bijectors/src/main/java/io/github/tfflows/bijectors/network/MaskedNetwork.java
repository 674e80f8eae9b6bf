package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.List;
import java.util.function.Function;

/**
 * A network made autoregressive: units are given degrees, and see units of no higher degree. The
 * context comes before the features, so that the units of every layer are in ascending order and
 * those that another one sees come first.
 */
record MaskedNetwork(Layers.Wiring wiring) implements AutoregressiveConditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    int d = x.size(-1);
    Layers layers = layers(scope, d, parameters, weights -> weights::applyMasked);
    Expr inputs =
        scope.contextAlong(x).map(context -> scope.concat(-1, List.of(context, x))).orElse(x);
    return wiring.wire(layers).apply(inputs).splitLast(d, parameters);
  }

  @Override
  public Steps steps(GraphScope scope, Expr like, int parameters) {
    int d = like.size(-1);
    Layers layers = layers(scope, d, parameters, weights -> new GrowingDense(weights, d - 1));
    Expr first = scope.context().orElseGet(() -> like.slice(-1, 0, 0));
    return new Growth(first, wiring.wire(layers));
  }

  private static Layers layers(GraphScope scope, int d, int parameters, Layers.Kind kind) {
    int context = scope.context().map(c -> c.size(-1)).orElse(0);
    // Units of degree 0 carry the context to the first feature. Without a context they would be
    // constant; only a single feature, which sees nothing, has no others.
    int lowest = context > 0 ? 0 : Math.min(1, d - 1);
    Degrees outputs = Degrees.spread(d * parameters, 0, d - 1);
    return new Layers(scope, Degrees.inputs(context, d), lowest, outputs, kind);
  }

  /** Feeds a network the context, then one feature after another; its units are rows. */
  private static final class Growth implements Steps {
    private final Expr first;
    private final Function<Expr, Expr> network;
    private int step;

    Growth(Expr first, Function<Expr, Expr> network) {
      this.first = first;
      this.network = network;
    }

    @Override
    public Expr next(List<Expr> known) {
      if (known.size() != step) {
        throw new IllegalStateException(
            "step " + step + " needs the " + step + " features before it, got " + known.size());
      }
      Expr fed = step == 0 ? first.transpose(1, 0) : known.get(step - 1).reshape(1, -1);
      step++;
      return network.apply(fed).transpose(1, 0).expand(1);
    }
  }
}
