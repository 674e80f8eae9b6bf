package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The loss of flow matching, which trains a continuous flow without solving its equation (Lipman et
 * al., 2023, arXiv:2210.02747, eq. 23, with a smallest deviation of zero; independent couplings in
 * Tong et al., 2024, arXiv:2302.00482, section 3.2):
 *
 * <pre>{@code
 * loss = |v(xₜ, t) - (x₁ - x₀)|²     xₜ = (1 - t)·x₀ + t·x₁
 * x₁ a row,   x₀ a draw of the base,   t uniform in [0, 1)
 * }</pre>
 *
 * <p>The velocity with the lowest mean loss transports the base to the distribution of the rows. A
 * step of {@code Training.fit} needs one evaluation of the network for each row; only validations
 * solve the equation. The loss is a squared length, not in nats. It trains neither the base nor
 * maps after the continuous flow, such as one that restores units.
 *
 * <pre>{@code
 * training.fit(new FlowMatching(flow), data)     // the model of flow
 * }</pre>
 *
 * @param flow a base with a {@link ContinuousFlow}, or with a chain that begins with one
 */
public record FlowMatching(TransformedDistribution flow) implements Objective {
  public FlowMatching {
    Bijector first = flow.links().get(0);
    if (!(first instanceof ContinuousFlow)) {
      throw new IllegalArgumentException(
          "flow matching trains a map that begins with a continuous flow, got " + first);
    }
  }

  @Override
  public Expr losses(GraphScope scope, Expr x) {
    GraphScope place = scope.sub("bijector");
    Expr end = x;
    if (flow.bijector() instanceof Chain chain) {
      for (int i = chain.bijectors().size() - 1; i > 0; i--) {
        end = chain.bijectors().get(i).inverse(chain.place(place, i), end).value();
      }
      place = chain.place(place, 0);
    }
    ContinuousFlow continuous = (ContinuousFlow) flow.links().get(0);
    return loss(scope, continuous, place, end.stopGradient());
  }

  private Expr loss(GraphScope scope, ContinuousFlow continuous, GraphScope place, Expr end) {
    Noise noise = Noise.ofStep(scope, end);
    Expr time = noise.stream(scope, 1).uniform(scope, Shape.of(1));
    Expr start = flow.base().sample(scope.sub("base"), noise).value().stopGradient();
    Expr way = end.minus(start);
    Expr between = start.plus(way.times(time));
    Expr velocity = continuous.velocity(place, end.size(-1)).at(between, time).value();
    return velocity.minus(way).square().sumLast();
  }
}
