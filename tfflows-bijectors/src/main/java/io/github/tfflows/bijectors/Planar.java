package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * A planar flow on vectors, {@code f(z) = z + û·h(w·z + b)}, which stretches space along one
 * direction on either side of a hyperplane (Rezende and Mohamed, 2015, arXiv:1505.05770, eqs. 10-12
 * and appendix A.1). {@code log |det| = log(1 + (w·û)·h'(w·z + b))}.
 *
 * <p>The free {@code u} is moved along {@code w} so that the flow is invertible with each of the
 * activations: {@code û = u + (m(w·u) - w·u)·w/|w|²} with {@code m(t) = -1 + softplus(t)}, hence
 * {@code w·û = m(w·u) > -1}. It is kept at or above {@code -1 + 1e-4}, and entries of {@code w},
 * {@code u} and {@code b} beyond ±1e3 act as ±1e3, with zero gradient there, so that values and
 * gradients are finite in single precision for points up to 1e15.
 *
 * <p>The inverse solves {@code a + (w·û)·h(a) = w·y + b} for the scalar {@code a = w·z + b}, by a
 * formula for the leaky ReLU and by a root search to rounding otherwise, and is {@code z = y -
 * û·h(a)}. Where the slope {@code 1 + (w·û)·h'(a)} is small the equation is ill-conditioned: {@code
 * z} carries the rounding of {@code y} divided by that slope, as in any flow.
 *
 * <p>{@code w} and {@code u} start uniform on {@code ±√(2/d)}, as normflows draws {@code w}: apart
 * from zero, so that both have gradients. {@code b} starts at zero.
 *
 * @param activation the function {@code h}
 */
public record Planar(PlanarActivation activation) implements Bijector {
  private static final double MAX_RAW = 1e3;
  private static final double MIN_KAPPA = 1e-4;
  private static final double MIN_SQUARED_NORM = 1e-12;

  /** The hyperplane and the stretch; {@code kappa} is {@code 1 + w·û}, positive. */
  private record Plane<T extends TFloating>(Expr<T> w, Expr<T> u, Expr<T> b, Expr<T> kappa) {}

  /**
   * Checks that there is an activation.
   *
   * @param activation see the record
   */
  public Planar {
    Objects.requireNonNull(activation, "activation");
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Plane<T> plane = plane(scope, x);
    Expr<T> a = LastAxis.sum(scope, plane.w().times(x)).plus(plane.b());
    Expr<T> y = scope.expr(x).plus(along(scope, plane, a));
    return new Mapped<>(y, activation.slope(scope, a, plane.kappa()).log());
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    Plane<T> plane = plane(scope, y);
    Expr<T> m = LastAxis.sum(scope, plane.w().times(y)).plus(plane.b());
    Expr<T> a = activation.solve(scope, m, plane.kappa());
    Expr<T> x = scope.expr(y).minus(along(scope, plane, a));
    return new Mapped<>(x, activation.slope(scope, a, plane.kappa()).log().negated());
  }

  @Override
  public Shape eventShape(Shape event) {
    return Vectors.require(event, "a planar flow");
  }

  /** {@code û·h(a)}, {@code [n]} to {@code [n, d]}. */
  private <T extends TFloating> Expr<T> along(GraphScope<T> scope, Plane<T> plane, Expr<T> a) {
    Ops tf = scope.tf();
    return plane.u().times(tf.expandDims(activation.value(scope, a), tf.constant(-1)));
  }

  private static <T extends TFloating> Plane<T> plane(GraphScope<T> scope, Operand<T> x) {
    Ops tf = scope.tf();
    Shape vector = Shape.of(LastAxis.size(x));
    Expr<T> w = bounded(scope, "w", vector, small(scope, "w", vector));
    Expr<T> u = bounded(scope, "u", vector, small(scope, "u", vector));
    Expr<T> b = bounded(scope, "b", Shape.scalar(), new Zeros<>());
    Expr<T> t = LastAxis.sum(scope, w.times(u)); // w·u
    Expr<T> squared = LastAxis.sum(scope, w.squared());
    Expr<T> guarded = scope.expr(tf.math.maximum(squared, scope.scalar(MIN_SQUARED_NORM)));
    Expr<T> kappa = scope.expr(tf.math.maximum(t.softplus(), scope.scalar(MIN_KAPPA)));
    Expr<T> bent = u.plus(kappa.minus(t.plus(1)).times(w.over(guarded)));
    // w·û + 1: kappa itself, unless w is so short that the guard weakens the move along it.
    Expr<T> share = squared.over(guarded);
    Expr<T> reached = share.times(kappa).plus(share.complement().times(t.plus(1)));
    Operand<T> positive = tf.math.maximum(reached, scope.scalar(MIN_KAPPA));
    return new Plane<>(w, bent, b, scope.expr(positive));
  }

  private static <T extends TFloating> Initializer<T> small(
      GraphScope<T> scope, String name, Shape vector) {
    double reach = Math.sqrt(2.0 / vector.get(0));
    return new RandomUniform<>(-reach, reach, scope.sub(name).seed());
  }

  private static <T extends TFloating> Expr<T> bounded(
      GraphScope<T> scope, String name, Shape shape, Initializer<T> initializer) {
    Operand<T> raw = scope.parameter(name, shape, initializer);
    return scope.expr(scope.tf().clipByValue(raw, scope.scalar(-MAX_RAW), scope.scalar(MAX_RAW)));
  }
}
