package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A category, given by its index from zero. The last categories may share one outcome, their
 * <em>pool</em>: networks do not distinguish them, and the probability of a category in the pool is
 * {@code P(pool)·count / Σ counts}.
 *
 * <p>An unseen category may have a probability. Its index follows the last index. It is never
 * drawn, and networks read zeros for it.
 *
 * <p>Networks also read the attributes of a category, if it has any. They tell the categories of
 * the pool apart.
 *
 * @param count the number of outcomes, including the pool
 * @param pooled the counts of the categories in the pool; empty without one
 * @param unseen the probability of an unseen category; zero if there is none
 * @param attributes the attributes of the categories
 */
public record CategoryCell(
    int count, List<Integer> pooled, double unseen, List<Attribute> attributes) implements Cell {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no category, a pooled count is not positive, the
   *     probability of unseen ones is negative, one or more, or an attribute has not a number for
   *     each category
   */
  public CategoryCell {
    pooled = List.copyOf(pooled);
    attributes = List.copyOf(attributes);
    Require.atLeast("count", count, 1);
    pooled.forEach(times -> Require.atLeast("a pooled count", times, 1));
    Require.share("unseen", unseen);
    int size = size(count, pooled);
    attributes.forEach(
        each -> Require.within("numbers of an attribute", each.numbers().size(), size, size));
  }

  /** Creates categories without attributes. */
  public CategoryCell(int count, List<Integer> pooled, double unseen) {
    this(count, pooled, unseen, List.of());
  }

  /** Creates categories without a pool and without unseen ones. */
  public CategoryCell(int count) {
    this(count, List.of(), 0);
  }

  /** Returns these categories with attributes. */
  public CategoryCell with(List<Attribute> ofEach) {
    return new CategoryCell(count, pooled, unseen, ofEach);
  }

  /** Returns the categories that share the last outcome, possibly none. */
  private Pool pool() {
    return new Pool(count - 1, pooled);
  }

  /** Returns the number of categories, including all in the pool. */
  public int size() {
    return size(count, pooled);
  }

  private static int size(int count, List<Integer> pooled) {
    return pooled.isEmpty() ? count : count - 1 + pooled.size();
  }

  /** Returns the number of features. */
  public int width() {
    return count + attributes.stream().mapToInt(Attribute::width).sum();
  }

  @Override
  public double filler() {
    return 0;
  }

  /**
   * Builds the log-probabilities of seen categories from the log-probabilities of the outcomes,
   * {@code [n, count]}. Minus infinity fills them up to {@code most} columns.
   */
  public Expr logProbs(GraphScope scope, Expr outcomes, int most) {
    Expr seen = outcomes.plus(Math.log1p(-unseen));
    if (most == count) {
      return seen;
    }
    int[] outcome = IntStream.range(0, most).map(i -> Math.min(i, count - 1)).toArray();
    double[] shares = Arrays.copyOf(pool().logShares(), most);
    Arrays.fill(shares, size(), most, Double.NEGATIVE_INFINITY);
    return seen.gather(1, outcome).plus(scope.constant(Shape.of(most), shares));
  }

  /**
   * Builds the indices of categories from the features of their outcomes and from given indices.
   *
   * @param given the indices of categories, which distinguish the categories in the pool
   */
  public Expr places(Expr features, Expr given) {
    return pool().places(features, given);
  }

  /**
   * Builds the log-probabilities of categories, {@code [n]}, from the log-probabilities of their
   * outcomes, {@code [n]}.
   */
  public Expr logProbs(GraphScope scope, Expr ofOutcomes, Expr places) {
    return pooled.isEmpty() ? ofOutcomes : ofOutcomes.plus(pool().logShares(scope, places));
  }

  /** Builds draws of categories from draws of outcomes, {@code [n, 1]}. */
  public Expr drawn(GraphScope scope, Expr outcomes, Noise noise) {
    return pooled.isEmpty() ? outcomes : pool().drawn(scope, outcomes, noise);
  }

  /** Builds the one-hot encoding and the attributes; zeros for an unseen category. */
  @Override
  public Expr features(GraphScope scope, Expr values) {
    return features(scope, oneHot(scope, values), values);
  }

  /** Builds the features from their one-hot encoding. */
  public Expr features(GraphScope scope, Expr oneHot, Expr values) {
    if (attributes.isEmpty()) {
      return oneHot;
    }
    List<Expr> all = new ArrayList<>(List.of(oneHot));
    attributes.forEach(each -> all.add(each.of(scope, places(scope.tf(), values))));
    return scope.concat(1, all);
  }

  private static Operand<TInt32> places(Ops tf, Expr values) {
    return tf.reshape(tf.dtypes.cast(tf.math.rint(values), TInt32.class), tf.array(-1));
  }

  /** Builds a one-hot encoding of outcomes; zeros for an unseen category. */
  public Expr oneHot(GraphScope scope, Expr values) {
    Ops tf = scope.tf();
    Operand<TInt32> row = places(tf, values);
    Operand<TInt32> outcome = pooled.isEmpty() ? row : pool().outcomes(scope, row);
    return scope.expr(tf.oneHot(outcome, tf.constant(count), scope.constant(1), scope.constant(0)));
  }
}
