package io.github.tfflows.gallery.inference;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import org.tensorflow.ndarray.Shape;

/**
 * The probability of a label, zero or one, given the context: {@code log p(y | c) = y·s -
 * softplus(s)} nats with the network's score {@code s(c)}.
 */
record Classifier(Conditioner network) implements Distribution {
  @Override
  public Shape eventShape() {
    return Shape.of(1);
  }

  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr y) {
    Expr score = score(scope, y);
    return scope.sumPresent(y.times(score).minus(score.softplus()));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr uniform = noise.uniform(scope, eventShape());
    Expr y = uniform.less(score(scope, uniform).sigmoid()).indicator();
    return new Sample(y, logProb(scope, y));
  }

  private Expr score(GraphScope scope, Expr rows) {
    Expr none = rows.slice(-1, 0, 0);
    return network.parameters(scope.sub("network"), none, 1, 1).reshape(-1, 1);
  }
}
