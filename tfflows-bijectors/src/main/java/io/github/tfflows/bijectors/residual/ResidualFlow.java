package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.ParameterSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * An invertible residual block on vectors (i-ResNet: Behrmann et al., 2019, arXiv:1811.00995;
 * residual flows: Chen et al., 2019, arXiv:1906.02735), with a network {@code g} that may depend on
 * the context. In the direction from the data to the base, that of training, it is
 *
 * <pre>{@code
 * x = y + g(y)     with |g(y) - g(z)| ≤ slope·|y - z|, slope < 1
 * log |det dx/dy| = log |det(I + J)|     with the Jacobian J of g
 * }</pre>
 *
 * <p>{@link #inverted()} has the sum in the direction of draws.
 *
 * <p>Forward, {@code y = x - g(y)}, has no closed form. The steps {@code y ← x - g(y)} contract to
 * it (Behrmann et al., algorithm 1): there are as many as bring the error below 1e-8 of that of the
 * first point, 175 for a slope of 0.9. A step of Newton's method squares the error that is left.
 * Another one, with the Jacobian held constant, carries the gradient of the implicit function;
 * these take {@code d} products with {@code J} and the inverse of a {@code d×d} matrix.
 *
 * @param contraction the network {@code g}
 * @param logDeterminant how training steps compute the log-determinant
 */
public record ResidualFlow(LipschitzMlp contraction, LogDeterminant logDeterminant)
    implements Bijector {
  private static final double SEARCHED = 1e-8;

  /** Checks that there is a network and a log-determinant. */
  public ResidualFlow {
    Objects.requireNonNull(contraction, "contraction");
    Objects.requireNonNull(logDeterminant, "logDeterminant");
  }

  /** Returns a block with the exact log-determinant. */
  public static ResidualFlow of(LipschitzMlp contraction) {
    return new ResidualFlow(contraction, LogDeterminant.exact());
  }

  /** Returns this block with another log-determinant in training steps. */
  public ResidualFlow withLogDeterminant(LogDeterminant other) {
    return new ResidualFlow(contraction, other);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Function<Expr, Linearized> g = network(scope, x);
    Expr near = searched(scope, g, x.stopGradient()).stopGradient();
    Expr root = newton(g, x.stopGradient(), near).stopGradient();
    Expr y = scope.phase() == ParameterSource.Phase.EVALUATION ? root : newton(g, x, root);
    return new Mapped(y, logDeterminant.of(scope, g.apply(y)).negated());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Linearized at = network(scope, y).apply(y);
    return new Mapped(y.plus(at.value()), logDeterminant.of(scope, at));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return EventShapes.requireVector(event, "a residual flow");
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return forwardEventShape(event);
  }

  private Function<Expr, Linearized> network(GraphScope scope, Expr x) {
    return contraction.in(scope.sub("contraction"), x.size(-1));
  }

  private Expr searched(GraphScope scope, Function<Expr, Linearized> g, Expr x) {
    int steps = (int) Math.ceil(Math.log(SEARCHED) / Math.log(contraction.slope()));
    return scope
        .repeat(
            scope.tf().constant(steps),
            List.of(x),
            (at, step, state) -> List.of(at.expr(x).minus(g.apply(state.get(0)).value())))
        .get(0);
  }

  /** One step of Newton's method on {@code y + g(y) - x = 0}, with a gradient by its residual. */
  private static Expr newton(Function<Expr, Linearized> g, Expr x, Expr y) {
    Linearized at = g.apply(y);
    return y.minus(ShiftedJacobian.of(at).solve(y.plus(at.value()).minus(x)));
  }

  /** Where there is one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
