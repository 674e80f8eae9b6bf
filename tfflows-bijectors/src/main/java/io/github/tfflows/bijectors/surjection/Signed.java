package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Gives signs to the entries of a positive base, with probabilities that a network computes from
 * the entries and the context (Nielsen et al., 2020, arXiv:2007.02731, "abs" in the direction of
 * inference):
 *
 * <pre>{@code
 * xᵢ = sᵢ·zᵢ    P(sᵢ = 1) = σ(lᵢ(z, c))    log p(x) = log p(|x|) + Σ log σ(sᵢ·lᵢ(|x|, c))
 * }</pre>
 *
 * <p>The density is exact; it starts symmetric, since the network starts at zero. The base must
 * have its mass on positive entries, for instance by {@link
 * io.github.tfflows.bijectors.scalar.Exp}.
 *
 * @param network a network with one output {@code l} for each entry along the last axis
 */
public record Signed(Conditioner network) implements Surjection {
  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    Expr u = noise.uniform(scope, z.shape().tail());
    return logits(scope, z).sigmoid().greater(u).select(z, z.negated());
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    Expr z = x.abs();
    Expr l = logits(scope, z);
    Expr logChances = x.atLeast(0).select(l.negated(), l).softplus().negated();
    return List.of(new Preimage(z, logChances.sumEvent()));
  }

  private Expr logits(GraphScope scope, Expr z) {
    return network.parameters(scope.sub("network"), z, z.size(-1), 1).entry(0);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.known(event);
  }
}
