package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The absolute values of all entries, {@code x = |z|}, whose signs {@code s} are drawn with equal
 * probabilities (Nielsen et al., 2020, arXiv:2007.02731, "abs"):
 *
 * <pre>{@code
 * log p(x) ≥ E log (2ᵈ/m) Σⱼ p(sⱼ·x)     m draws of s in {-1, 1}ᵈ
 * }</pre>
 *
 * <p>The bound is tight if {@code p} is even in each entry, and becomes tighter with more draws.
 * {@link AbsoluteValue} is exact for few entries.
 *
 * @param draws the number {@code m} of draws, one or more
 */
public record Folded(int draws) implements Surjection {
  public Folded {
    Require.atLeast("draws", draws, 1);
  }

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    return z.abs();
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    Shape event = x.shape().tail();
    double logWeight = event.size() * Math.log(2) - Math.log(draws);
    Expr impossible = scope.constant(Double.NEGATIVE_INFINITY);
    Expr weight = x.atLeast(0).select(x.zeros(), impossible).sumEvent().plus(logWeight);
    return Guesses.of(
        scope, x, draws, noise -> new Preimage(x.times(noise.signs(scope, event)), weight));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.known(event);
  }
}
