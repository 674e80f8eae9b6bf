package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A network of dense layers that is autoregressive by its weights: masked weights are zero. It can
 * represent any masks, but training would change the zeros. In {@code order}, each feature comes
 * after the features that its parameters depend on.
 */
record DenseAutoregressive(Conditioner network, List<Integer> order)
    implements AutoregressiveConditioner {
  DenseAutoregressive {
    order = List.copyOf(order);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    return network.parameters(scope, x, x.size(-1), parameters);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    List<Expr> read = new ArrayList<>();
    IntStream.range(0, order.size()).forEach(i -> read.add(x.slice(-1, i, 1).zeros()));
    List<Expr> mapped = new ArrayList<>(read);
    List<Expr> logSlopes = new ArrayList<>();
    for (int i : order) {
      Expr theta = parameters(scope, scope.concat(-1, read), parameters).slice(-2, i, 1);
      GraphScope at = scope.part(i, 1);
      Mapped moved = map.forward(at, x.slice(-1, i, 1), theta);
      mapped.set(i, moved.value());
      read.set(i, at.presentOnly(map.read(moved.value())));
      logSlopes.add(moved.logDet());
    }
    return new Mapped(scope.concat(-1, mapped), scope.sum(logSlopes).sumLast());
  }
}
