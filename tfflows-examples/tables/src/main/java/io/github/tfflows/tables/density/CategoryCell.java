package io.github.tfflows.tables.density;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * One of some categories, given by its place from zero on. The last categories may share one
 * outcome, their <em>pool</em>: networks do not tell them apart, and the probability of a category
 * in the pool is {@code P(pool)·count / Σ counts}.
 *
 * <p>A share of the probability can be left for a category that is none of these, which has the
 * place after the last. It is never drawn, and networks read zeros for it.
 *
 * @param count the number of outcomes, the pool included
 * @param pooled how often each category of the pool occurred; empty where there is none
 * @param unseen the probability of a category that is none of these; zero if there cannot be one
 */
public record CategoryCell(int count, List<Integer> pooled, double unseen) implements Cell {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are less than two categories, a pooled one never
   *     occurred, or the probability of others is negative, one or more
   */
  public CategoryCell {
    pooled = List.copyOf(pooled);
    if (count < 2) {
      throw new IllegalArgumentException("expected at least two categories, got " + count);
    }
    if (pooled.stream().anyMatch(times -> times < 1)) {
      throw new IllegalArgumentException("expected positive counts, got " + pooled);
    }
    if (!(unseen >= 0 && unseen < 1)) {
      throw new IllegalArgumentException(
          "expected a probability of other categories from 0 on and below 1, got " + unseen);
    }
  }

  /** Creates categories without others. */
  public CategoryCell(int count, List<Integer> pooled) {
    this(count, pooled, 0);
  }

  /** Creates categories without a pool and without others. */
  public CategoryCell(int count) {
    this(count, List.of());
  }

  /** The categories that share the last outcome, which may be none. */
  Pool pool() {
    return new Pool(count - 1, pooled);
  }

  /** The number of categories, each of the pool counted. */
  int size() {
    return pooled.isEmpty() ? count : count - 1 + pooled.size();
  }

  @Override
  public double filler() {
    return 0;
  }

  /** One for the outcome, zero for every other; zeros for a number that stands for none. */
  @Override
  public Expr features(GraphScope scope, Expr values) {
    Ops tf = scope.tf();
    Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(values), TInt32.class);
    Operand<TInt32> row = tf.reshape(place, tf.array(-1));
    Operand<TInt32> outcome = pooled.isEmpty() ? row : pool().outcomes(scope, row);
    return scope.expr(tf.oneHot(outcome, tf.constant(count), scope.constant(1), scope.constant(0)));
  }
}
