package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * Each entry of the base is the maximum of a group of entries of the data (Nielsen et al., 2020,
 * arXiv:2007.02731, "max"). From the base, the position {@code k} of the maximum is drawn with
 * probabilities that a network computes from the maxima, and the other entries of the group lie
 * below it by positive gaps {@code g}:
 *
 * <pre>{@code
 * x_k = z    x_{(k + i) mod s} = z - gᵢ    for 0 < i < s
 * log p(x) = log p(z) + Σ log P(k | z) + log p(g | z)
 * }</pre>
 *
 * <p>The density is exact. A group is {@code s} consecutive entries along the last axis. In images,
 * between an inverted {@link io.github.tfflows.bijectors.image.Squeeze} and the base, groups of
 * four are the squares of 2×2 places of a channel.
 *
 * @param size the number {@code s} of entries of a group, two or more
 * @param places a network with an output for each position in each group; it starts at zero, with
 *     equal probabilities
 * @param gaps the distribution of the positive numbers {@code g}, of the shape of the base with
 *     {@code s - 1} times the entries along the last axis, group by group. Its context is the
 *     flow's context, if any, followed by {@code z}
 */
public record MaxPool(int size, Conditioner places, Distribution gaps) implements Surjection {
  public MaxPool {
    Require.atLeast("size", size, 2);
  }

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    Expr logits = logits(scope, z);
    Expr gumbel = noise.stream(scope, 1).gumbel(scope, logits.shape().tail());
    Expr place = indicator(scope, gumbel.plus(logits));
    Expr below = gaps.sample(given(scope, z), noise.stream(scope, 2)).value();
    Expr gap = below.splitLast(z.size(-1), size - 1L);
    Expr all = scope.concat(-1, List.of(z.expand(-1).zeros(), gap));
    Expr x = z.expand(-1).minus(rotated(scope, all, place, -1));
    return joined(x);
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    Expr groups = x.splitLast(x.size(-1) / size, size);
    Expr place = indicator(scope, groups);
    Expr fromLargest = rotated(scope, groups, place, 1);
    Expr z = fromLargest.entry(0);
    Expr below = z.expand(-1).minus(fromLargest.slice(-1, 1, size - 1));
    Expr logits = logits(scope, z);
    Expr logChance = logits.times(place).sumLast().minus(logits.logSumExpLast());
    Expr logGaps = gaps.logProb(given(scope, z), joined(below));
    return List.of(new Preimage(z, logChance.sumEvent().plus(logGaps)));
  }

  private Expr logits(GraphScope scope, Expr z) {
    return places.parameters(scope.sub("places"), z, z.size(-1), size);
  }

  private static GraphScope given(GraphScope scope, Expr z) {
    return Guesses.given(scope.sub("gaps"), z);
  }

  /** Returns one at the largest entry along the last axis and zero at the others. */
  private Expr indicator(GraphScope scope, Expr groups) {
    Ops tf = scope.tf();
    Operand<TInt32> largest = tf.math.argMax(groups, tf.constant(groups.rank() - 1), TInt32.class);
    return scope.expr(tf.oneHot(largest, tf.constant(size), scope.constant(1), scope.constant(0)));
  }

  /**
   * Rotates groups: entry {@code i} along the last axis is the entry at {@code (k + i) mod s}, or
   * at {@code (i - k) mod s}.
   */
  private Expr rotated(GraphScope scope, Expr groups, Expr place, int direction) {
    Expr[] entries = new Expr[size];
    for (int i = 0; i < size; i++) {
      int[] from = new int[size];
      for (int k = 0; k < size; k++) {
        from[k] = Math.floorMod(direction > 0 ? i + k : i - k, size);
      }
      entries[i] = groups.gather(-1, from).times(place).sumLast().expand(-1);
    }
    return scope.concat(-1, List.of(entries));
  }

  private static Expr joined(Expr groups) {
    long[] sizes = groups.shape().take(groups.rank() - 1).asArray();
    sizes[0] = -1;
    sizes[sizes.length - 1] *= groups.size(-1);
    return groups.reshape(sizes);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Require.known(event);
    int last = event.numDimensions() - 1;
    Shape needed = event.take(last).append(event.get(-1) * (size - 1));
    if (!gaps.eventShape().equals(needed)) {
      throw new IllegalArgumentException(
          "expected gaps of shape %s below %s maxima of groups of %s, got %s"
              .formatted(needed, event, size, gaps.eventShape()));
    }
    return event.take(last).append(event.get(-1) * size);
  }
}
