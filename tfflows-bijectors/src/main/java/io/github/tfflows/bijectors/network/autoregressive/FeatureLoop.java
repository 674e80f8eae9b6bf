package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Degrees;
import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Maps features one after another in a loop. Step {@code i} computes the units of degree {@code i}
 * in every layer from the units of lower degrees, which are the state of the loop. All steps
 * together compute each unit once.
 *
 * <p>Units are rows. For every degree, a layer has as many rows as units of the most frequent
 * degree, so that arrays have the same shapes in all steps; rows without a unit are zero.
 *
 * @param context shaped {@code [n, c]}; the first layer reads it with the features
 */
record FeatureLoop(int features, Optional<Expr> context) {
  /** A network, from its inputs to its outputs, of layers of one kind. */
  @FunctionalInterface
  interface Network {
    Function<Expr, Expr> of(Layers.Kind kind);
  }

  /**
   * The weights of a dense layer, by degrees.
   *
   * @param kernel shaped {@code [d, units, d·inputs]}
   * @param start the units without features, {@code [d, units, 1]}, or {@code [d, units, n]} with a
   *     context
   */
  private record Layer(Expr kernel, Expr start) {}

  /**
   * The weights of a network, in the order of its wiring.
   *
   * @param ofContext the units of layers that read only the context, {@code [d, units, n]}
   */
  private record Weights(FeatureLoop loop, List<Layer> layers, List<Expr> ofContext)
      implements Layers.Kind {
    @Override
    public UnaryOperator<Expr> layer(Dense weights) {
      layers.add(loop.byDegree(weights, layers.isEmpty() ? loop.context : Optional.empty()));
      return UnaryOperator.identity();
    }

    @Override
    public UnaryOperator<Expr> ofContext(Dense weights) {
      Expr units = weights.apply(loop.context.orElseThrow()).transpose(1, 0);
      ofContext.add(loop.byDegree(units, weights.to()));
      return UnaryOperator.identity();
    }
  }

  /**
   * The state of the loop between two steps.
   *
   * @param read the previous feature as the network reads it, {@code [1, n]}
   * @param logDet the sum of the log-slopes so far, {@code [1, n]}
   * @param mapped the features mapped so far, {@code [d, n]}; zeros for the others
   * @param inputs the inputs of each layer so far, {@code [d, inputs, n]}
   */
  private record State(Expr read, Expr logDet, Expr mapped, List<Expr> inputs) {
    private static final int BEFORE_INPUTS = 3;

    static State of(List<Expr> all) {
      return new State(all.get(0), all.get(1), all.get(2), all.subList(BEFORE_INPUTS, all.size()));
    }

    List<Expr> all() {
      List<Expr> all = new ArrayList<>(List.of(read, logDet, mapped));
      all.addAll(inputs);
      return all;
    }
  }

  /**
   * A step of the loop: layers that compute the units of one degree.
   *
   * @param before the inputs of each layer before this step, {@code [d, inputs, n]}
   * @param seen the inputs including this step, of the layers already applied
   */
  private record Step(
      Operand<TInt32> number,
      Iterator<Layer> layers,
      Iterator<Expr> ofContext,
      Iterator<Expr> before,
      List<Expr> seen)
      implements Layers.Kind {
    static Step of(Operand<TInt32> number, Weights weights, List<Expr> before) {
      return new Step(
          number,
          weights.layers.iterator(),
          weights.ofContext.iterator(),
          before.iterator(),
          new ArrayList<>());
    }

    @Override
    public UnaryOperator<Expr> layer(Dense unused) {
      Layer layer = layers.next();
      return fed -> {
        Expr inputs = before.next().plusRow(number, fed);
        seen.add(inputs);
        Expr kernel = fed.scope().expr(layer.kernel).rows(number);
        Expr start = fed.scope().expr(layer.start).rows(number);
        return kernel.matMul(inputs.reshape(kernel.size(1), -1)).plus(start);
      };
    }

    @Override
    public UnaryOperator<Expr> ofContext(Dense unused) {
      Expr all = ofContext.next();
      return h -> h.scope().expr(all).rows(number);
    }

    State after(State state, Mapped moved, Expr read) {
      return new State(
          read.reshape(1, -1),
          state.logDet.plus(moved.logDet().reshape(1, -1)),
          state.mapped.plusRow(number, moved.value().reshape(-1)),
          seen);
    }
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

  private Expr byDegree(Expr units, Degrees degrees) {
    int[] places = degrees.byDegree(features);
    return placed(units, 0, places).reshape(features, places.length / features, -1);
  }

  /** Selects entries along one of two axes; the index after the last selects zero. */
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
   * @param network from the previous feature, {@code [1, n]}, to the parameters of the next one,
   *     {@code [p, n]}
   * @param x shaped {@code [n, d]}
   */
  Mapped forward(
      GraphScope scope, Expr x, Network network, AutoregressiveConditioner.EntryMap map) {
    Weights weights = new Weights(this, new ArrayList<>(), new ArrayList<>());
    network.of(weights);
    Expr rows = x.transpose(1, 0);
    Optional<Expr> presence = scope.presence().map(mask -> mask.transpose(1, 0));
    Expr nothing = x.slice(1, 0, 1).zeros().reshape(1, -1);
    List<Expr> noInputs =
        weights.layers.stream().map(layer -> nothingSeen(layer, nothing)).toList();
    List<Expr> end =
        scope.repeat(
            scope.tf().constant(features),
            new State(nothing, nothing, rows.zeros(), noInputs).all(),
            (at, number, all) -> {
              State state = State.of(all);
              Step step = Step.of(number, weights, state.inputs);
              Expr theta = network.of(step).apply(state.read).expand(-1).transpose(1, 2, 0);
              Expr row = at.expr(rows).rows(number).reshape(-1, 1);
              Optional<Expr> mask = presence.map(each -> at.expr(each).rows(number).reshape(-1, 1));
              GraphScope feature = mask.map(at::withPresence).orElse(at);
              Mapped moved = map.forward(feature, row, theta);
              Expr read = feature.presentOnly(map.read(moved.value()));
              return step.after(state, moved, read).all();
            });
    State last = State.of(end);
    return new Mapped(last.mapped.transpose(1, 0), last.logDet.reshape(-1));
  }

  /**
   * Zeros for the inputs of a layer, {@code [d, inputs, n]}, with as many columns as {@code row},
   * {@code [1, n]}.
   */
  private Expr nothingSeen(Layer layer, Expr row) {
    int inputs = layer.kernel().size(2);
    Expr column = row.scope().constant(Shape.of(inputs, 1), new double[inputs]);
    return column.plus(row).reshape(features, inputs / features, -1);
  }
}
