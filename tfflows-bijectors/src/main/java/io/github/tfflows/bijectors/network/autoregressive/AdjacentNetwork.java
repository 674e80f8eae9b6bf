package io.github.tfflows.bijectors.network.autoregressive;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.bijectors.network.layer.Layers;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network of masked dense layers. An output depends on the parents of its feature, and on its
 * columns of the context, if any. A layer has units for every set of parents if it has at least as
 * many units as there are different sets. Draws take one pass for each feature on the longest path
 * of the graph.
 *
 * @param adjacency the graph, with the number of features of the map
 */
public record AdjacentNetwork(Layers.Wiring wiring, Adjacency adjacency)
    implements AutoregressiveConditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    requireFeatures(x.size(-1));
    int context = scope.context().map(c -> c.size(-1)).orElse(0);
    requireColumns(context);
    Dependencies dependencies = Dependencies.of(adjacency, context);
    Optional<Expr> along = scope.contextAlong(x);
    Layers layers =
        new Layers(
            scope,
            new Layers.Units(
                along.map(each -> dependencies.inputDegrees().first(each.size(-1))),
                dependencies.inputDegrees(),
                dependencies::hiddenDegrees,
                dependencies.outputDegrees(parameters)),
            new Layers.AtOnce((weights, h) -> masked(weights, h, dependencies), along));
    Expr inputs = scope.contextBefore(x);
    Expr theta = wiring.wire(layers).apply(inputs).splitLast(x.size(-1), parameters);
    return theta.gather(-2, dependencies.places());
  }

  private static Expr masked(Dense weights, Expr x, Dependencies dependencies) {
    boolean[][] mask = dependencies.mask(weights.from(), weights.to());
    return weights.masked(x.scope().tf().constant(mask)).apply(x, Expr::matMul);
  }

  private void requireFeatures(int features) {
    if (features != adjacency.parents().size()) {
      throw new IllegalArgumentException(
          "a graph of %s features cannot act on %s features"
              .formatted(adjacency.parents().size(), features));
    }
  }

  private void requireColumns(int context) {
    int last = adjacency.columns().stream().flatMap(List::stream).max(Integer::compare).orElse(-1);
    if (last >= context) {
      throw new IllegalArgumentException(
          "a graph with column %s of a context cannot read a context of %s columns"
              .formatted(last, context));
    }
  }

  /** Changes the features level by level, each after a pass with known parents. */
  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    List<Expr> before = IntStream.range(0, x.size(-1)).mapToObj(i -> x.slice(-1, i, 1)).toList();
    List<Expr> y = new ArrayList<>(before);
    List<Expr> read = new ArrayList<>(before.stream().map(Expr::zeros).toList());
    List<Expr> logSlopes = new ArrayList<>();
    for (List<Integer> level : adjacency.levels()) {
      Expr theta = parameters(scope, scope.concat(-1, read), parameters);
      for (int i : level) {
        GraphScope at = scope.part(i, 1);
        Mapped moved = map.forward(at, before.get(i), theta.slice(-2, i, 1));
        y.set(i, moved.value());
        read.set(i, at.presentOnly(map.read(moved.value())));
        logSlopes.add(moved.logDet());
      }
    }
    return new Mapped(scope.concat(-1, y), scope.sum(logSlopes).sumLast());
  }
}
