package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * One direction of a {@link Repeated} layer: a loop, or copies where there are gradients.
 *
 * @param layer the direction of one layer
 * @param presence its map of the entries that are present
 * @param times the number of layers
 * @param order the order of the layers in this direction
 */
record Repetition(
    BiFunction<GraphScope, Expr, Mapped> layer,
    UnaryOperator<Expr> presence,
    int times,
    Order order) {
  /** The order in which layers are applied. */
  enum Order {
    ASCENDING {
      @Override
      int layer(int step, int times) {
        return step;
      }

      @Override
      Operand<TInt32> layer(Ops tf, Operand<TInt32> step, int times) {
        return step;
      }
    },
    DESCENDING {
      @Override
      int layer(int step, int times) {
        return times - 1 - step;
      }

      @Override
      Operand<TInt32> layer(Ops tf, Operand<TInt32> step, int times) {
        return tf.math.sub(tf.constant(times - 1), step);
      }
    };

    /** Returns the place of the layer that a step applies. */
    abstract int layer(int step, int times);

    /** Builds the place of the layer that a step applies. */
    abstract Operand<TInt32> layer(Ops tf, Operand<TInt32> step, int times);
  }

  Mapped build(GraphScope scope, Expr x) {
    LayerStarts starts = new LayerStarts(layer, times, scope, x);
    return times > 1 && scope.phase() == ParameterSource.Phase.EVALUATION
        ? looped(scope, x, starts)
        : unrolled(scope, x, starts);
  }

  private Mapped unrolled(GraphScope scope, Expr x, LayerStarts starts) {
    ParameterStack stack = new ParameterStack(scope, times, starts);
    GraphScope at = scope;
    Mapped y = layer.apply(at.withParameters(stack.layer(order.layer(0, times))), x);
    for (int step = 1; step < times; step++) {
      at = at.presence().map(presence).map(at::withPresence).orElse(at);
      GraphScope place = at.withParameters(stack.layer(order.layer(step, times)));
      y = y.then(layer.apply(place, y.value()));
    }
    stack.close();
    return y;
  }

  /** The state is the points, their log-determinants and, if any, the mask of present entries. */
  private Mapped looped(GraphScope scope, Expr x, LayerStarts starts) {
    List<Expr> start = new ArrayList<>(List.of(x, scope.constant(0).forEachRowOf(x)));
    scope.presence().ifPresent(start::add);
    List<Expr> end =
        scope.repeat(
            scope.tf().constant(times),
            start,
            (body, step, state) -> {
              Operand<TInt32> place = order.layer(body.tf(), step, times);
              LayerParameters parameters = LayerParameters.inLoop(body, times, place, starts);
              return next(body.withParameters(parameters), state);
            });
    return new Mapped(end.get(0), end.get(1));
  }

  private List<Expr> next(GraphScope scope, List<Expr> state) {
    List<Expr> masks = state.subList(2, state.size());
    GraphScope at = masks.isEmpty() ? scope : scope.withPresence(masks.get(0));
    Mapped y = layer.apply(at, state.get(0));
    List<Expr> after = new ArrayList<>(List.of(y.value(), state.get(1).plus(y.logDet())));
    masks.forEach(mask -> after.add(presence.apply(mask)));
    return after;
  }
}
