package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A distribution whose draws are the draws of another distribution times a temperature {@code T}:
 * {@code log p(x) = log p₁(x/T) - d·log T} nats. In the base of a flow, a temperature below one
 * gives more typical, less diverse draws (Kingma and Dhariwal, 2018, arXiv:1807.03039, section 6).
 *
 * @param base the other distribution, centred at zero; its parameters keep their names
 * @param temperature the factor {@code T}, positive
 */
public record Tempered(Distribution base, double temperature) implements Distribution {
  public Tempered {
    Require.positive("temperature", temperature);
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public boolean isContinuous() {
    return base.isContinuous();
  }

  @Override
  public boolean coversReals() {
    return base.coversReals();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return base.logProb(scope, x.times(1 / temperature)).minus(logVolume(scope, x));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Sample drawn = base.sample(scope, noise);
    Expr x = drawn.value().times(temperature);
    return new Sample(x, drawn.logProb().minus(logVolume(scope, x)));
  }

  @Override
  public Optional<Marginals> marginals() {
    return base.marginals()
        .map(
            each ->
                each.mapped(
                    (scope, z) -> z.times(temperature), (scope, x) -> x.times(1 / temperature)));
  }

  @Override
  public Optional<Summary> summary() {
    return base.summary().map(each -> each.times(temperature));
  }

  private Expr logVolume(GraphScope scope, Expr x) {
    return scope.sumPresent(x.zeros().plus(Math.log(temperature)));
  }
}
