package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Moves features one after another in a loop. Step {@code i} computes the units of degree {@code i}
 * in every layer from those of lower degrees, which the loop keeps, so that all steps together
 * compute each unit once.
 *
 * <p>Units are rows. For every degree, a layer has as many rows as it has units of the most
 * frequent degree, so that all steps have arrays of the same shapes; rows without a unit are zero.
 */
final class FeatureLoop implements Layers.Kind {
  /**
   * The number of states that belong to no layer: the feature before as the network reads it, the
   * log-determinant, and the features moved so far.
   */
  private static final int OWN = 3;

  private final int features;
  private final Optional<Expr> context;
  private final List<Layer> layers = new ArrayList<>();

  /** The step that is being built. */
  private @Nullable Step step;

  /**
   * The weights of a dense layer, by degrees.
   *
   * @param kernel shaped {@code [d, units, d·inputs]}
   * @param start the units before they see a feature, {@code [d, units, 1]}, or {@code n} in place
   *     of 1 where they see the context
   */
  private record Layer(Expr kernel, Expr start) {}

  /**
   * A step of the loop.
   *
   * @param seen the inputs of each layer up to this step, {@code [d, inputs, n]}; up to the step
   *     before for those that are not built yet
   */
  private record Step(Operand<TInt32> number, List<Expr> seen) {}

  /**
   * Creates a loop for a network whose layers are of this kind.
   *
   * @param context shaped {@code [n, c]}; the first layer reads it together with the features
   */
  FeatureLoop(int features, Optional<Expr> context) {
    this.features = features;
    this.context = context;
  }

  @Override
  public UnaryOperator<Expr> layer(Dense weights) {
    int index = layers.size();
    Layer layer = byDegree(weights, index == 0 ? context : Optional.empty());
    layers.add(layer);
    return fed -> {
      Step at = Objects.requireNonNull(step);
      Expr seen = at.seen().get(index).plusRow(at.number(), fed);
      at.seen().set(index, seen);
      Expr kernel = fed.scope().expr(layer.kernel()).rows(at.number());
      Expr start = fed.scope().expr(layer.start()).rows(at.number());
      return kernel.matMul(seen.reshape(kernel.size(1), -1)).plus(start);
    };
  }

  @Override
  public UnaryOperator<Expr> ofContext(Dense weights) {
    Expr units = weights.apply(context.orElseThrow()).transpose(1, 0);
    Expr all = byDegree(units, weights.to());
    return h -> h.scope().expr(all).rows(Objects.requireNonNull(step).number());
  }

  private Layer byDegree(Dense weights, Optional<Expr> given) {
    int columns = given.map(each -> each.size(-1)).orElse(0);
    Degrees from = weights.from().without(columns);
    Expr units = weights.masked().kernel().transpose(1, 0);
    Expr bias = weights.bias().expand(1);
    Expr start =
        given
            .map(c -> units.slice(1, 0, columns).matMul(c.transpose(1, 0)).plus(bias))
            .orElse(bias);
    Expr kernel = placed(units.slice(1, columns, from.size()), 1, from.byDegree(features));
    return new Layer(byDegree(kernel, weights.to()), byDegree(start, weights.to()));
  }

  /** From {@code [units, m]} to {@code [d, most, m]}. */
  private Expr byDegree(Expr units, Degrees degrees) {
    int[] places = degrees.byDegree(features);
    return placed(units, 0, places).reshape(features, places.length / features, -1);
  }

  /** Selects entries along one of two axes; the one after the last is zero. */
  private static Expr placed(Expr x, int axis, int[] places) {
    Ops tf = x.scope().tf();
    int[][] border = new int[2][2];
    border[axis][1] = 1;
    Expr bordered = x.scope().expr(tf.pad(x, tf.constant(border), x.scope().constant(0)));
    return bordered.gather(axis, places);
  }

  /**
   * Builds the loop.
   *
   * @param network from the feature before, {@code [1, n]}, to the parameters of one, {@code [p,
   *     n]}
   * @param x shaped {@code [n, d]}
   */
  Mapped forward(
      GraphScope scope,
      Expr x,
      Function<Expr, Expr> network,
      AutoregressiveConditioner.EntryMap map) {
    Expr rows = x.transpose(1, 0);
    Optional<Expr> presence = scope.presence().map(mask -> mask.transpose(1, 0));
    Expr nothing = x.slice(1, 0, 1).zeros().reshape(1, -1);
    List<Expr> start = new ArrayList<>(List.of(nothing, nothing, rows.zeros()));
    layers.forEach(layer -> start.add(nothingSeen(layer, nothing)));
    List<Expr> end =
        scope.repeat(
            scope.tf().constant(features),
            start,
            (at, number, state) -> {
              step = new Step(number, new ArrayList<>(state.subList(OWN, state.size())));
              Expr row = at.expr(rows).rows(number);
              Optional<Expr> mask = presence.map(all -> at.expr(all).rows(number).reshape(-1, 1));
              GraphScope feature = mask.map(at::withPresence).orElse(at);
              return moved(feature, row, state, network, map);
            });
    return new Mapped(end.get(2).transpose(1, 0), end.get(1).reshape(-1));
  }

  private List<Expr> moved(
      GraphScope scope,
      Expr row,
      List<Expr> state,
      Function<Expr, Expr> network,
      AutoregressiveConditioner.EntryMap map) {
    Step at = Objects.requireNonNull(step);
    Expr theta = network.apply(state.get(0)).expand(-1).transpose(1, 2, 0);
    Mapped moved = map.forward(scope, row.reshape(-1, 1), theta);
    List<Expr> next = new ArrayList<>();
    next.add(scope.presentOnly(map.read(moved.value())).reshape(1, -1));
    next.add(state.get(1).plus(moved.logDet().reshape(1, -1)));
    next.add(state.get(2).plusRow(at.number(), moved.value().reshape(-1)));
    next.addAll(at.seen());
    return next;
  }

  /**
   * Zeros for the inputs of a layer, {@code [d, inputs, n]}, from those of a row {@code [1, n]}.
   */
  private Expr nothingSeen(Layer layer, Expr row) {
    int inputs = layer.kernel().size(2);
    Expr column = row.scope().constant(Shape.of(inputs, 1), new double[inputs]);
    return column.plus(row).reshape(features, inputs / features, -1);
  }
}
