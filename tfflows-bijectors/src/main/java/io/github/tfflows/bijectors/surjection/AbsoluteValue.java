package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The absolute values of some entries of a vector (Nielsen et al., 2020, arXiv:2007.02731, "abs",
 * by all of its preimages). Its density is exact. With {@code k} entries it sums over the {@code
 * 2ᵏ} choices of their signs,
 *
 * <pre>{@code
 * xᵢ = |zᵢ|    p(x) = Σ p(±x₁, ..., ±x_k, ...)    for xᵢ ≥ 0
 * }</pre>
 *
 * <p>and is zero if one of these entries is negative. For more entries, {@link Folded} draws the
 * signs.
 *
 * @param entries the indices of the entries in the vector, from one to ten, all different
 */
public record AbsoluteValue(List<Integer> entries) implements Surjection {
  private static final int MOST = 10;

  public AbsoluteValue {
    entries = List.copyOf(entries);
    boolean areDistinct = entries.stream().distinct().count() == entries.size();
    if (entries.isEmpty()
        || entries.size() > MOST
        || !areDistinct
        || entries.stream().anyMatch(entry -> entry < 0)) {
      throw new IllegalArgumentException(
          "expected from 1 to %s different places of entries, got %s".formatted(MOST, entries));
    }
  }

  /** Returns the absolute values of some entries. */
  public static AbsoluteValue of(int... entries) {
    return new AbsoluteValue(Arrays.stream(entries).boxed().toList());
  }

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    int d = z.size(-1);
    return scope.constant(Shape.of(d), signs(d, -1)).less(0).select(z.abs(), z);
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    int d = x.size(-1);
    int[] places = entries.stream().mapToInt(Integer::intValue).toArray();
    Condition possible = x.gather(-1, places).atLeast(0).allLast();
    Expr logWeight = possible.select(scope.constant(0), scope.constant(Double.NEGATIVE_INFINITY));
    List<Preimage> all = new ArrayList<>();
    for (int pattern = 0; pattern < 1 << entries.size(); pattern++) {
      Expr z = x.times(scope.constant(Shape.of(d), signs(d, pattern)));
      all.add(new Preimage(z, logWeight));
    }
    return all;
  }

  /** Returns ones, and minus one for the entries selected by the bits of a pattern. */
  private double[] signs(int d, int pattern) {
    double[] signs = new double[d];
    Arrays.fill(signs, 1);
    for (int i = 0; i < entries.size(); i++) {
      signs[entries.get(i)] = (pattern >> i & 1) == 0 ? 1 : -1;
    }
    return signs;
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Shape vector = Require.vector(event, "an absolute value of entries");
    int last = entries.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (last >= vector.get(0)) {
      throw new IllegalArgumentException(
          "entry %s is not in events of shape %s".formatted(last, event));
    }
    return vector;
  }
}
