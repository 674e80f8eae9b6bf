package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A planar flow on vectors, {@code f(z) = z + û·h(w·z + b)}, which stretches space along one
 * direction, depending on the distance from a hyperplane (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, eqs. 10-12 and appendix A.1). {@code log |det| = log(1 + (w·û)·h'(w·z + b))}.
 *
 * <p>The free {@code u} is shifted along {@code w} so that the flow is invertible with every
 * activation: {@code û = u + (m(w·u) - w·u)·w/|w|²} with {@code m(t) = -1 + softplus(t)}, hence
 * {@code w·û = m(w·u) > -1}. It is kept at or above {@code -1 + 1e-4}, and entries of {@code w},
 * {@code u} and {@code b} are clipped to ±1e3, so that values and gradients are finite in single
 * precision for points up to 1e15.
 *
 * <p>The inverse solves {@code a + (w·û)·h(a) = w·y + b} for the scalar {@code a = w·z + b}, by a
 * formula for the leaky ReLU and by a root search to rounding otherwise, and is {@code z = y -
 * û·h(a)}. If the slope {@code 1 + (w·û)·h'(a)} is small, the equation is ill-conditioned: the
 * error of {@code z} is the rounding of {@code y} divided by that slope, as in any flow.
 *
 * <p>{@code w} and {@code u} start uniform on {@code ±√(2/d)}, as normflows draws {@code w}: away
 * from zero, where their gradients vanish. {@code b} starts at zero.
 *
 * @param activation the function {@code h}
 */
public record Planar(PlanarActivation activation) implements Bijector {
  private static final double MAX_RAW = 1e3;
  private static final double MIN_KAPPA = 1e-4;
  private static final double MIN_SQUARED_NORM = 1e-12;

  /** The hyperplane and the stretch; {@code kappa} is {@code 1 + w·û}, positive. */
  private record Plane(Expr w, Expr u, Expr b, Expr kappa) {}

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Plane plane = plane(scope, x.size(-1));
    Expr a = x.times(plane.w()).sumLast().plus(plane.b());
    Expr y = x.plus(plane.u().times(activation.value(a).expand(-1)));
    return new Mapped(y, activation.slope(a, plane.kappa()).log());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Plane plane = plane(scope, y.size(-1));
    Expr m = y.times(plane.w()).sumLast().plus(plane.b());
    Expr a = activation.solve(m, plane.kappa());
    Expr x = y.minus(plane.u().times(activation.value(a).expand(-1)));
    return new Mapped(x, activation.slope(a, plane.kappa()).log().negated());
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a planar flow");
  }

  private static Plane plane(GraphScope scope, int d) {
    Expr w = bounded(scope, "w", Shape.of(d), uniform(scope.sub("w"), d));
    Expr u = bounded(scope, "u", Shape.of(d), uniform(scope.sub("u"), d));
    Expr b = bounded(scope, "b", Shape.scalar(), new Zeros<>());
    Expr wu = w.times(u).sumLast();
    Expr norm = w.square().sumLast(); // |w|²
    Expr guarded = norm.max(MIN_SQUARED_NORM);
    Expr kappa = wu.softplus().max(MIN_KAPPA); // 1 + m(w·u)
    Expr moved = u.plus(kappa.minus(wu.plus(1)).times(w.over(guarded))); // û
    // 1 + w·û: kappa, unless w is so short that the guard weakens the shift along it.
    Expr share = norm.over(guarded);
    Expr reached = share.times(kappa).plus(share.complement().times(wu.plus(1)));
    return new Plane(w, moved, b, reached.max(MIN_KAPPA));
  }

  private static Initializer<TFloating> uniform(GraphScope scope, int d) {
    double limit = Math.sqrt(2.0 / d);
    return new RandomUniform<>(-limit, limit, scope.seed());
  }

  private static Expr bounded(
      GraphScope scope, String name, Shape shape, Initializer<TFloating> initializer) {
    return scope.parameter(name, shape, initializer).clip(-MAX_RAW, MAX_RAW);
  }

  /** With one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
