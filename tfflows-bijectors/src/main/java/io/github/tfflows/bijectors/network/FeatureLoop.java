package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Moves features one after another in two loops, over blocks of features and over the features of a
 * block. The graph then has one step, whatever the number of features.
 *
 * @param blocks the features by blocks
 * @param layers the layers of the network, the one that reads the features first
 * @param ofContext the layers of the network that read the context alone
 * @param network from the feature before, {@code [1, n]}, to the parameters of one, {@code [p, n]}
 * @param map the map of one feature
 */
record FeatureLoop(
    Blocks blocks,
    List<BlockDense> layers,
    List<ContextBlocks> ofContext,
    Function<Expr, Expr> network,
    AutoregressiveConditioner.EntryMap map) {
  /**
   * The number of states that belong to no layer: the feature before as the network reads it, the
   * log-determinant, and the features moved so far.
   */
  private static final int OWN = 3;

  private static final int MOVED = 2;

  /** The inputs of a step, {@code [..., n]} for one feature, for a block or for all. */
  private record Given(Expr x, Optional<Expr> presence) {
    Given at(GraphScope scope, Operand<TInt32> place) {
      return new Given(
          scope.expr(x).rows(place), presence.map(mask -> scope.expr(mask).rows(place)));
    }
  }

  /** Moves features {@code [n, d]}. */
  Mapped build(GraphScope scope, Expr x) {
    Given given = new Given(byBlock(x), scope.presence().map(this::byBlock));
    Expr nothing = x.slice(1, 0, 1).zeros().reshape(1, -1);
    List<Expr> start = new ArrayList<>(List.of(nothing, nothing, given.x().zeros()));
    layers.forEach(layer -> start.add(layer.nothingSeen(nothing)));
    List<Expr> end =
        scope.repeat(
            scope.tf().constant(blocks.count()),
            start,
            (at, block, state) -> block(at, block, state, given.at(at, block)));
    Expr moved = end.get(MOVED).reshape((long) blocks.count() * blocks.size(), -1);
    Expr y = moved.slice(0, 0, blocks.degrees()).transpose(1, 0);
    return new Mapped(y, end.get(1).reshape(-1));
  }

  /** From {@code [n, d]} to {@code [blocks, size, n]}, with zeros after the last feature. */
  private Expr byBlock(Expr x) {
    Expr rows = x.transpose(1, 0);
    int missing = blocks.count() * blocks.size() - blocks.degrees();
    Expr all =
        missing == 0
            ? rows
            : rows.scope().concat(0, List.of(rows, rows.slice(0, 0, missing).zeros()));
    return all.reshape(blocks.count(), blocks.size(), -1);
  }

  private List<Expr> block(GraphScope scope, Operand<TInt32> block, List<Expr> state, Given given) {
    List<Expr> start = new ArrayList<>(state.subList(0, MOVED));
    start.add(given.x().zeros());
    for (int i = 0; i < layers.size(); i++) {
      start.add(layers.get(i).startBlock(scope, block, state.get(OWN + i)));
    }
    ofContext.forEach(layer -> layer.startBlock(scope, block));
    List<Expr> end =
        scope.repeat(
            stepsOf(scope.tf(), block),
            start,
            (at, step, inBlock) -> step(at, step, inBlock, given.at(at, step)));
    List<Expr> next = new ArrayList<>(end.subList(0, MOVED));
    next.add(state.get(MOVED).plusRow(block, end.get(MOVED)));
    for (int i = 0; i < layers.size(); i++) {
      next.add(layers.get(i).finishBlock(block, state.get(OWN + i), end.get(OWN + i)));
    }
    return next;
  }

  private Operand<TInt32> stepsOf(Ops tf, Operand<TInt32> block) {
    return blocks.areFull()
        ? tf.constant(blocks.size())
        : tf.gather(tf.constant(blocks.sizes()), block, tf.constant(0));
  }

  private List<Expr> step(GraphScope scope, Operand<TInt32> step, List<Expr> state, Given given) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).startStep(step, state.get(OWN + i));
    }
    ofContext.forEach(layer -> layer.startStep(step));
    Expr theta = network.apply(state.get(0)).expand(-1).transpose(1, 2, 0);
    GraphScope at =
        given.presence().map(mask -> scope.withPresence(mask.reshape(-1, 1))).orElse(scope);
    Mapped moved = map.forward(at, given.x().reshape(-1, 1), theta);
    List<Expr> next = new ArrayList<>();
    next.add(at.presentOnly(map.read(moved.value())).reshape(1, -1));
    next.add(state.get(1).plus(moved.logDet().reshape(1, -1)));
    next.add(state.get(MOVED).plusRow(step, moved.value().reshape(-1)));
    layers.forEach(layer -> next.add(layer.seen()));
    return next;
  }
}
