package io.github.tfflows.bijectors.residual;

import io.github.tfflows.bijectors.field.Linearized;
import io.github.tfflows.bijectors.field.LipschitzMlp;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * An invertible residual block on vectors (i-ResNet: Behrmann et al., 2019, arXiv:1811.00995;
 * residual flows: Chen et al., 2019, arXiv:1906.02735), with a network {@code g} that may depend on
 * the context. From the data to the base, the direction of training, it is
 *
 * <pre>{@code
 * x = y + g(y)     with |g(y) - g(z)| ≤ slope·|y - z|, slope < 1
 * log |det dx/dy| = log |det(I + J)|     with the Jacobian J of g
 * }</pre>
 *
 * <p>{@link #inverted()} applies the sum in the direction of draws.
 *
 * <p>Forward, {@code y = x - g(y)}, has no closed form. Newton's method finds it in a few steps, of
 * {@code d} products with {@code J} and the inverse of a {@code d×d} matrix each. If a step fails,
 * and for points of ten entries or more, it uses the steps {@code y ← x - g(y)}, which contract
 * (Behrmann et al., algorithm 1). Each row stops by itself, so no row depends on others of its
 * batch, and a last Newton step squares the remaining error. Another step, with the Jacobian held
 * constant, carries the gradient of the implicit function.
 *
 * @param contraction the network {@code g}
 * @param logDeterminant the log-determinant in training steps
 */
public record ResidualFlow(LipschitzMlp contraction, LogDeterminant logDeterminant)
    implements Bijector {
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
    ContractionRoot search = ContractionRoot.of(g, contraction.slope());
    Expr root = search.at(scope, x.stopGradient()).stopGradient();
    Expr y = search.newton(root, x);
    return new Mapped(y, logDeterminant.of(scope, g.apply(y)).negated());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Linearized at = network(scope, y).apply(y);
    return new Mapped(y.plus(at.value()), logDeterminant.of(scope, at));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a residual flow");
  }

  private Function<Expr, Linearized> network(GraphScope scope, Expr x) {
    return contraction.in(scope.sub("contraction"), x.size(-1));
  }

  /** With one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
