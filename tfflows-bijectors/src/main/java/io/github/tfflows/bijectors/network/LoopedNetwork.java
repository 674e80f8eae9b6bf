package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/** The maps of features one after another, in loops. */
final class LoopedNetwork {
  private final Blocks blocks;
  private final List<BlockDense> layers;
  private final Function<Expr, Expr> network;
  private final AutoregressiveConditioner.EntryMap map;
  private final Expr x;
  private final Optional<Expr> presence;

  LoopedNetwork(
      GraphScope scope,
      Blocks blocks,
      List<BlockDense> layers,
      Function<Expr, Expr> network,
      Expr x,
      AutoregressiveConditioner.EntryMap map) {
    this.blocks = blocks;
    this.layers = layers;
    this.network = network;
    this.map = map;
    this.x = byBlock(x);
    this.presence = scope.presence().map(this::byBlock);
  }

  /** From {@code [n, d]} to {@code [count, size, n]}. */
  private Expr byBlock(Expr x) {
    Expr rows = x.transpose(1, 0);
    int missing = blocks.count() * blocks.size() - blocks.degrees();
    Expr all =
        missing == 0
            ? rows
            : rows.scope().concat(0, List.of(rows, rows.slice(0, 0, missing).zeros()));
    return all.reshape(blocks.count(), blocks.size(), -1);
  }

  Mapped build(GraphScope scope) {
    Expr zeros = x.scope().expr(x.slice(0, 0, 1).slice(1, 0, 1).zeros()).reshape(1, -1);
    List<Expr> state = new ArrayList<>(List.of(zeros, x.zeros(), zeros));
    layers.forEach(layer -> state.add(layer.inputs(zeros)));
    List<Expr> end = scope.repeat(scope.tf().constant(blocks.count()), state, this::block);
    Expr y =
        end.get(1)
            .reshape(blocks.count() * (long) blocks.size(), -1)
            .slice(0, 0, blocks.degrees())
            .transpose(1, 0);
    return new Mapped(y, end.get(2).reshape(-1));
  }

  private List<Expr> block(GraphScope scope, Operand<TInt32> block, List<Expr> state) {
    Expr zeros = state.get(2).zeros();
    Expr xs = scope.expr(x).rows(block);
    Optional<Expr> present = presence.map(all -> scope.expr(all).rows(block));
    List<Expr> inner = new ArrayList<>(List.of(state.get(0), xs.zeros(), state.get(2)));
    for (int i = 0; i < layers.size(); i++) {
      inner.add(layers.get(i).startBlock(scope, block, state.get(3 + i), zeros));
    }
    List<Expr> end =
        scope.repeat(steps(scope, block), inner, (at, step, s) -> step(at, step, s, xs, present));
    List<Expr> next =
        new ArrayList<>(List.of(end.get(0), state.get(1).withRow(block, end.get(1)), end.get(2)));
    for (int i = 0; i < layers.size(); i++) {
      next.add(layers.get(i).finishBlock(block, state.get(3 + i), end.get(3 + i)));
    }
    return next;
  }

  private Operand<TInt32> steps(GraphScope scope, Operand<TInt32> block) {
    var tf = scope.tf();
    return blocks.count() * blocks.size() == blocks.degrees()
        ? tf.constant(blocks.size())
        : tf.gather(tf.constant(blocks.sizes()), block, tf.constant(0));
  }

  private List<Expr> step(
      GraphScope scope, Operand<TInt32> step, List<Expr> state, Expr xs, Optional<Expr> present) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).startStep(step, state.get(3 + i));
    }
    Expr theta = network.apply(state.get(0)).transpose(1, 0).expand(1);
    Expr entry = scope.expr(xs).rows(step).reshape(-1, 1);
    GraphScope at =
        present
            .map(all -> scope.withPresence(scope.expr(all).rows(step).reshape(-1, 1)))
            .orElse(scope);
    Mapped moved = map.forward(at, entry, theta);
    List<Expr> next =
        new ArrayList<>(
            List.of(
                at.presentOnly(moved.value()).reshape(1, -1),
                state.get(1).withRow(step, moved.value().reshape(-1)),
                state.get(2).plus(moved.logDet().reshape(1, -1))));
    layers.forEach(layer -> next.add(layer.seen()));
    return next;
  }
}
