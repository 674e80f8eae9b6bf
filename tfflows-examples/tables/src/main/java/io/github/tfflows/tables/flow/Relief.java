package io.github.tfflows.tables.flow;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * A piecewise linear map of an interval onto itself, whose inverse stretches each cell by a height.
 * With the heights of a histogram relative to a smooth curve, the inverse levels peaks and gaps of
 * the data, such as prices that end in 99, for a smooth flow. It is the identity outside the
 * interval.
 *
 * @param low the lower end of the interval
 * @param step the width of a cell
 * @param heights the slope of the inverse in each cell, with mean one
 */
record Relief(double low, double step, List<Double> heights) implements MaskableBijector {
  /**
   * Copies the heights.
   *
   * @throws IllegalArgumentException if they are not positive, or there are none
   */
  Relief {
    heights = List.copyOf(heights);
    if (heights.isEmpty() || !heights.stream().allMatch(height -> height > 0)) {
      throw new IllegalArgumentException("expected positive heights, got " + heights);
    }
  }

  private double high() {
    return low + step * heights.size();
  }

  double[] levelled(double... numbers) {
    double[] starts = starts();
    return Arrays.stream(numbers)
        .map(
            x -> {
              double within = Math.min(high(), Math.max(low, x));
              int cell = (int) Math.min(starts.length - 1.0, (within - low) / step);
              return starts[cell] + (within - start(cell)) * heights.get(cell) + (x - within);
            })
        .toArray();
  }

  private double start(int cell) {
    return low + cell * step;
  }

  /** Returns the lower ends of the cells on the levelled line. */
  private double[] starts() {
    double[] starts = new double[heights.size()];
    starts[0] = low;
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + step * heights.get(i - 1);
    }
    return starts;
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Ops tf = scope.tf();
    Expr within = y.clip(low, high());
    Expr place = within.minus(low).times(1 / step).stopGradient();
    Operand<TInt32> last = tf.constant(heights.size() - 1);
    Cells cells = new Cells(scope, tf.math.minimum(tf.dtypes.cast(place, TInt32.class), last));
    Expr x = cells.levelled().plus(within.minus(cells.start()).times(cells.height()));
    return scope.entrywise(y, new Mapped(x.plus(y.minus(within)), cells.slope(y)));
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Ops tf = scope.tf();
    Expr within = x.clip(low, high());
    double[] starts = starts();
    Expr later =
        scope.constant(
            Shape.of(1, starts.length - 1), Arrays.copyOfRange(starts, 1, starts.length));
    Operand<TInt32> passed = tf.upperBound(later, within.stopGradient().reshape(1, -1));
    Cells cells = new Cells(scope, tf.reshape(passed, tf.array(-1, 1)));
    Expr y = cells.start().plus(within.minus(cells.levelled()).over(cells.height()));
    return scope.entrywise(x, new Mapped(y.plus(x.minus(within)), cells.slope(x).negated()));
  }

  private final class Cells {
    private final GraphScope scope;
    private final Operand<TInt32> places;

    Cells(GraphScope scope, Operand<TInt32> places) {
      this.scope = scope;
      this.places = places;
    }

    private Expr of(double... each) {
      return scope.constant(Shape.of(each.length), each).rows(places);
    }

    Expr start() {
      return scope.expr(scope.tf().dtypes.cast(places, scope.type())).times(step).plus(low);
    }

    Expr levelled() {
      return of(starts());
    }

    Expr height() {
      return of(heights.stream().mapToDouble(height -> height).toArray());
    }

    /** Builds the logarithm of the slope of the inverse. */
    Expr slope(Expr numbers) {
      return numbers.atLeast(low).and(numbers.less(high())).select(height().log(), numbers.zeros());
    }
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }
}
