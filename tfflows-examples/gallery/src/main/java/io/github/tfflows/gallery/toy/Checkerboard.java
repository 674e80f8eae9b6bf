package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The uniform distribution on the dark unit squares of a board around the origin of the plane,
 * where {@code ⌊x₁⌋ + ⌊x₂⌋} is even: {@code log p(x) = -log(squares²/2)} nats there, minus infinity
 * elsewhere.
 *
 * <p>A reverse Kullback-Leibler divergence from it is infinite for every flow with a density on the
 * light squares: fit flows to its draws instead.
 *
 * @param squares the number of squares along each side, even
 */
public record Checkerboard(int squares) implements Distribution {
  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if it is not positive and even
   */
  public Checkerboard {
    if (squares < 2 || squares % 2 != 0) {
      throw new IllegalArgumentException(
          "expected an even number of squares along a side, got " + squares);
    }
  }

  /** Returns the usual board of four by four. */
  public static Checkerboard four() {
    return new Checkerboard(4);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(2);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    scope.requireAllPresent(this);
    Expr largest = x.floor().plus(0.5).abs().maxAlong(1).sumLast(); // of the centres of squares
    Condition isOnBoard = largest.less(half());
    Condition isDark = oddity(x.floor().sumLast()).less(0.25);
    Expr outside = scope.constant(Double.NEGATIVE_INFINITY).forEachRowOf(x);
    return isOnBoard.and(isDark).select(scope.constant(-entropy()).forEachRowOf(x), outside);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr u = noise.uniform(scope, Shape.of(2)).times(squares); // from the lower left corner
    Expr column = u.entry(0);
    // From a light square to the dark one beside it: to the right from even columns, else left.
    Expr isLight = oddity(u.floor().sumLast()).times(2);
    Expr toRight = oddity(column.floor()).times(-4).plus(1);
    Expr moved = column.plus(isLight.times(toRight));
    Expr x = scope.stack(List.of(moved, u.entry(1))).transpose(1, 0).minus(half());
    return new Sample(x, scope.constant(-entropy()).forEachRowOf(x));
  }

  /** Returns its entropy in nats, {@code log(squares²/2)}. */
  public double entropy() {
    return Math.log(squares * squares / 2.0);
  }

  private int half() {
    return squares / 2;
  }

  /** Zero for an even integer, a half for an odd one. */
  private static Expr oddity(Expr integer) {
    Expr pairs = integer.times(0.5);
    return pairs.minus(pairs.floor());
  }
}
