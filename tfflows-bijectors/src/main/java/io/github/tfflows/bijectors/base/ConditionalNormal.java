package io.github.tfflows.bijectors.base;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A Gaussian with independent entries, whose means and scales a network computes from the context
 * {@code c} (Winkler et al., 2019, arXiv:1912.00042):
 *
 * <pre>{@code log p(x|c) = Σ log N(xᵢ; μᵢ(c), σᵢ(c)²)}</pre>
 *
 * <p>nats on all of ℝᵈ. Scales are within {@code (1e-3, 1e3)}, as in {@link Affine}. It starts as
 * {@code N(0, I)} for every context. Draws are differentiable in the network's weights.
 *
 * @param dimension the number of entries of an event, at least one
 * @param network reads the context
 */
public record ConditionalNormal(int dimension, Conditioner network) implements Distribution {
  private static final Affine LINE = new Affine();

  public ConditionalNormal {
    Require.known(Shape.of(dimension));
  }

  /**
   * Returns a Gaussian whose means and log-scales are linear in the context.
   *
   * @param dimension the number of entries of an event, at least one
   */
  public static ConditionalNormal linear(int dimension) {
    return new ConditionalNormal(dimension, Mlp.of());
  }

  @Override
  public Shape eventShape() {
    return Shape.of(dimension);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Mapped z = LINE.inverse(scope, scope.presentOnly(x), parameters(scope));
    Expr standard = z.value().square().plus(Math.log(2 * Math.PI)).times(-0.5);
    return scope.sumPresent(standard.plus(z.logDet()));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr z = noise.normal(scope, eventShape());
    Expr x = LINE.forward(scope, z, parameters(scope)).value();
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    return StandardNormal.of(dimension)
        .marginals()
        .map(
            each ->
                each.mapped(
                    (scope, z) -> LINE.forward(scope, z, parameters(scope)).value(),
                    (scope, x) -> LINE.inverse(scope, x, parameters(scope)).value()));
  }

  private Expr parameters(GraphScope scope) {
    Expr context =
        scope.context().orElseThrow(() -> new IllegalArgumentException(this + " needs a context"));
    Expr nothing = context.slice(-1, 0, 0); // networks append the context to it
    return network.parameters(scope.sub("network"), nothing, dimension, LINE.parameters());
  }
}
