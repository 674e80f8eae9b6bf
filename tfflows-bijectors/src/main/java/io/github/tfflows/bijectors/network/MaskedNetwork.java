package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.ParameterSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A network made autoregressive: units are given degrees, and see units of no higher degree. The
 * context comes before the features, so that the units of every layer are in ascending order and
 * those that another one sees come first.
 */
record MaskedNetwork(Layers.Wiring wiring) implements AutoregressiveConditioner {
  /**
   * The number of features up to which unrolled draws are faster. On two cores of a virtual machine
   * (November 2026), 1,000 draws of a spline flow of five layers in a loop need 1.2 times the time
   * at 21 features, 1.05 times at 32 and 0.9 times at 64; a single draw needs 0.9, 0.6 and 0.5
   * times.
   */
  private static final int MOST_UNROLLED = 24;

  /**
   * The same for maps of few parameters: at 32 and 64 features, 1,000 affine draws need 1.8 and 1.1
   * times.
   */
  private static final int MOST_UNROLLED_SMALL = 48;

  private static final int SMALL = 4;

  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    int d = x.size(-1);
    Optional<Expr> context = scope.contextAlong(x);
    Layers layers =
        layers(
            scope,
            d,
            parameters,
            weights -> weights::applyMasked,
            context.map(each -> ContextLayers.atOnce(columns(each), each, w -> w::apply)));
    return wiring.wire(layers).apply(scope.contextBefore(x)).splitLast(d, parameters);
  }

  /**
   * Unrolls the steps of few features, which is faster, and those whose result has a gradient,
   * which a loop has not.
   */
  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    int most = parameters <= SMALL ? MOST_UNROLLED_SMALL : MOST_UNROLLED;
    return scope.phase() == ParameterSource.Phase.EVALUATION && x.size(-1) > most
        ? looped(scope, x, parameters, map)
        : unrolled(scope, x, parameters, map);
  }

  Mapped unrolled(GraphScope scope, Expr x, int parameters, EntryMap map) {
    int d = x.size(-1);
    Layers layers =
        layers(
            scope,
            d,
            parameters,
            weights -> new GrowingDense(weights, d - 1),
            scope.context().map(each -> ContextLayers.inTurn(columns(each), each, d - 1)));
    Function<Expr, Expr> network = wiring.wire(layers);
    Expr fed = scope.context().orElseGet(() -> x.slice(-1, 0, 0)).transpose(1, 0);
    List<Expr> y = new ArrayList<>();
    List<Expr> logSlopes = new ArrayList<>();
    for (Expr row : x.transpose(1, 0).entries(0)) {
      GraphScope at = scope.part(y.size(), 1);
      Expr theta = network.apply(fed).expand(-1).transpose(1, 2, 0);
      Mapped moved = map.forward(at, row.reshape(-1, 1), theta);
      fed = at.presentOnly(map.read(moved.value())).reshape(1, -1);
      y.add(moved.value().reshape(1, -1));
      logSlopes.add(moved.logDet());
    }
    return new Mapped(scope.concat(0, y).transpose(1, 0), scope.sum(logSlopes).sumLast());
  }

  /** Loops over at least four features, which make more than one block. */
  Mapped looped(GraphScope scope, Expr x, int parameters, EntryMap map) {
    int d = x.size(-1);
    Blocks blocks = Blocks.of(d);
    List<BlockDense> made = new ArrayList<>();
    Layers.Kind kind =
        weights -> {
          Optional<Expr> given = made.isEmpty() ? scope.context() : Optional.empty();
          BlockDense layer = new BlockDense(weights, blocks, given);
          made.add(layer);
          return layer;
        };
    List<ContextBlocks> ofContext = new ArrayList<>();
    Optional<ContextLayers> gates =
        scope
            .context()
            .map(
                each ->
                    new ContextLayers(
                        columns(each),
                        weights -> {
                          ContextBlocks layer = new ContextBlocks(weights, blocks, each);
                          ofContext.add(layer);
                          return layer;
                        }));
    Function<Expr, Expr> network = wiring.wire(layers(scope, d, parameters, kind, gates));
    return new FeatureLoop(blocks, made, ofContext, network, map).build(scope, x);
  }

  /** All units see the context, whose columns have the degree 0. */
  private static Degrees columns(Expr context) {
    return Degrees.inputs(context.size(-1), 0);
  }

  private static Layers layers(
      GraphScope scope,
      int d,
      int parameters,
      Layers.Kind kind,
      Optional<ContextLayers> ofContext) {
    int context = scope.context().map(c -> c.size(-1)).orElse(0);
    // Units of degree 0 carry the context to the first feature. Without a context they would be
    // constant; only a single feature, which sees nothing, has no others.
    int lowest = context > 0 ? 0 : Math.min(1, d - 1);
    Degrees outputs = Degrees.spread(d * parameters, 0, d - 1);
    return new Layers(
        scope,
        Degrees.inputs(context, d),
        units -> Degrees.spread(units, lowest, d - 1),
        outputs,
        kind,
        ofContext);
  }
}
