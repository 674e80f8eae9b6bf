package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;

/**
 * A leaky ReLU, {@code y = x} for {@code x ≥ 0} and {@code y = x·exp(s)} below, with a trainable
 * slope: the reals onto the reals (TensorFlow Probability's LeakyReLU has a fixed slope). {@code
 * log dy/dx} is zero for {@code x ≥ 0}, where the two pieces meet, and {@code s} below.
 *
 * <p>The parameter {@code a} of an entry is squashed, {@code s = a / (1 + |a| / ln 1000)}, so that
 * the slope stays within {@code (1e-3, 1e3)}.
 */
public record LeakyRelu() implements Increasing {

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return bent(x, theta.entry(0).squashedLog());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return bent(y, theta.entry(0).squashedLog().negated());
  }

  private static Mapped bent(Expr x, Expr s) {
    Expr logSlope = x.less(0).indicator().times(s);
    return new Mapped(x.times(logSlope.exp()), logSlope);
  }
}
