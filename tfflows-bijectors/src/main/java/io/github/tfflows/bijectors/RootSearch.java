package io.github.tfflows.bijectors;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.family.TFloating;

/**
 * The roots of increasing functions, one for each entry, by Newton steps kept inside a bracket.
 *
 * <p>A Newton step that leaves the bracket, or is more than half as long as the step before last,
 * is replaced by halving the bracket, which bounds the number of steps whatever the function. That
 * number is fixed and the steps are unrolled; the visited point with the smallest {@code |f|} is
 * the root {@code r}. The search itself carries no gradient. One last Newton step,
 *
 * <pre>{@code x = r - f(r) / f'(r),   r and f'(r) held constant}</pre>
 *
 * <p>has the gradient of the implicit function, {@code dx/dp = -(df/dp) / f'}, exactly, to first
 * order.
 */
final class RootSearch {
  /**
   * An increasing function of each entry.
   *
   * @param <T> the float type of the graph
   */
  @FunctionalInterface
  interface Function<T extends TFloating> {
    /** Builds the function and its derivative at {@code x}. */
    Point<T> at(Expr<T> x);
  }

  /**
   * A function and its derivative at a point.
   *
   * @param value the function
   * @param slope its derivative, positive
   * @param <T> the float type of the graph
   */
  record Point<T extends TFloating>(Expr<T> value, Expr<T> slope) {}

  /**
   * Where a search begins.
   *
   * @param low where the function is at most zero
   * @param high where it is at least zero
   * @param start the first point to try, within the two
   * @param <T> the float type of the graph
   */
  record Bracket<T extends TFloating>(Operand<T> low, Operand<T> high, Operand<T> start) {}

  /** What is known between two steps; {@code best} is the visited point with the least error. */
  private record State<T extends TFloating>(
      Expr<T> low,
      Expr<T> high,
      Expr<T> x,
      Operand<T> lastStep,
      Operand<T> stepBefore,
      Operand<T> best,
      Operand<T> error) {}

  /**
   * Builds the root of {@code f} in a bracket.
   *
   * @param f the function, of the shape of the bracket
   * @param bracket where to search
   * @param steps how many steps to unroll, at least one
   * @return the root; its gradient is that of the implicit function
   */
  static <T extends TFloating> Expr<T> root(
      GraphScope<T> scope, Function<T> f, Bracket<T> bracket, int steps) {
    Ops tf = scope.tf();
    State<T> state = begin(scope, bracket);
    for (int i = 0; i < steps; i++) {
      state = next(scope, f, state);
    }
    Expr<T> found = scope.expr(tf.stopGradient(state.best()));
    Point<T> last = f.at(found);
    return found.minus(last.value().over(tf.stopGradient(last.slope())));
  }

  private static <T extends TFloating> State<T> begin(GraphScope<T> scope, Bracket<T> bracket) {
    Ops tf = scope.tf();
    Expr<T> low = scope.expr(tf.stopGradient(bracket.low()));
    Expr<T> high = scope.expr(tf.stopGradient(bracket.high()));
    Expr<T> start = scope.expr(tf.stopGradient(bracket.start()));
    Expr<T> width = high.minus(low);
    Expr<T> unknown = width.times(0).plus(FloatLimits.of(scope).largest());
    return new State<>(low, high, start, width, width, start, unknown);
  }

  private static <T extends TFloating> State<T> next(
      GraphScope<T> scope, Function<T> f, State<T> now) {
    Ops tf = scope.tf();
    Expr<T> x = now.x();
    Point<T> point = f.at(x);
    Operand<TBool> above = tf.math.greater(point.value(), scope.scalar(0));
    Expr<T> low = scope.expr(tf.select(above, now.low(), x));
    Expr<T> high = scope.expr(tf.select(above, x, now.high()));
    Expr<T> error = point.value().abs();
    Operand<T> best = tf.select(tf.math.less(error, now.error()), x, now.best());
    Expr<T> newton = x.minus(point.value().over(point.slope()));
    Operand<TBool> shrinking = tf.math.lessEqual(newton.minus(x).abs().times(2), now.stepBefore());
    Operand<TBool> accepted = tf.math.logicalAnd(shrinking, between(tf, low, newton, high));
    Expr<T> middle = low.plus(high.minus(low).times(0.5));
    Expr<T> to = scope.expr(tf.select(accepted, newton, middle));
    return new State<>(
        low,
        high,
        to,
        to.minus(x).abs(),
        now.lastStep(),
        best,
        tf.math.minimum(error, now.error()));
  }

  private static <T extends TFloating> Operand<TBool> between(
      Ops tf, Operand<T> low, Operand<T> x, Operand<T> high) {
    return tf.math.logicalAnd(tf.math.greaterEqual(x, low), tf.math.lessEqual(x, high));
  }

  private RootSearch() {}
}
