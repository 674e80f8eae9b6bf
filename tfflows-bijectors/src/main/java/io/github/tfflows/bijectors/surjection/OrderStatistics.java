package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Sorts the entries of a vector, from the smallest to the largest (Nielsen et al., 2020,
 * arXiv:2007.02731, "sort", by all of its preimages). Its density is exact: it sums over the {@code
 * d!} orders {@code π} of the entries,
 *
 * <pre>{@code
 * p(x) = Σ p(xπ)    for x₁ ≤ ... ≤ x_d
 * }</pre>
 *
 * <p>and is zero for other vectors. For more entries, {@link Sorted} draws the order. A single
 * order statistic of many independent draws is an {@link
 * io.github.tfflows.core.base.OrderStatistic}.
 *
 * @param dimension the number {@code d} of entries, from one to six
 */
public record OrderStatistics(int dimension) implements Surjection {
  private static final int MOST = 6;

  public OrderStatistics {
    Require.within("dimension", dimension, 1, MOST);
  }

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    return Orders.sorted(scope, z);
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    Expr logWeight = Orders.ifAscending(scope, x, 0);
    return permutations(dimension).stream()
        .map(order -> order.stream().mapToInt(Integer::intValue).toArray())
        .map(order -> new Preimage(x.gather(-1, order), logWeight))
        .toList();
  }

  private static List<List<Integer>> permutations(int d) {
    if (d == 0) {
      return List.of(List.of());
    }
    List<List<Integer>> all = new ArrayList<>();
    for (List<Integer> shorter : permutations(d - 1)) {
      for (int at : IntStream.range(0, d).toArray()) {
        List<Integer> longer = new ArrayList<>(shorter);
        longer.add(at, d - 1);
        all.add(longer);
      }
    }
    return all;
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Require.vector(event, "an order statistic");
    return Require.lastAxis(event, dimension, "an order statistic");
  }
}
