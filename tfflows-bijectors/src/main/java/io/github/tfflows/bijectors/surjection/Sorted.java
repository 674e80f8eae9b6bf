package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Sorts the entries of a vector, from the smallest to the largest; their original order {@code π}
 * is drawn with equal probabilities (Nielsen et al., 2020, arXiv:2007.02731, "sort"):
 *
 * <pre>{@code
 * log p(x) ≥ E log (d!/m) Σⱼ p(xπⱼ)     m draws of π,  for x₁ ≤ ... ≤ x_d
 * }</pre>
 *
 * <p>The bound is tight with a single draw if the entries of the base are exchangeable; otherwise
 * it becomes tighter with more draws. {@link OrderStatistics} is exact for few entries.
 *
 * @param draws the number {@code m} of draws, one or more
 */
public record Sorted(int draws) implements Surjection {
  public Sorted {
    Require.atLeast("draws", draws, 1);
  }

  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    return Orders.sorted(scope, z);
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    double log = Orders.logCount(x.size(-1)) - Math.log(draws);
    Expr logWeight = Orders.ifAscending(scope, x, log);
    return Guesses.of(
        scope, x, draws, noise -> new Preimage(Shuffled.shuffled(scope, noise, x), logWeight));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.known(Require.vector(event, "a sort"));
  }
}
