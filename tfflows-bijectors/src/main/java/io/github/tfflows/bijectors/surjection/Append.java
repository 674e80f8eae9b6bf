package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Surjection;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Appends entries {@code e}, drawn from a conditional distribution, to the entries of the base. It
 * is the slice in the direction of inference, which factors out part of the entries (Nielsen et
 * al., 2020, arXiv:2007.02731).
 *
 * <pre>{@code
 * x = (z, e),  e ~ p(· | z)    log p(x) = log p(z) + log p(e | z)
 * }</pre>
 *
 * <p>The density is exact. In a {@link io.github.tfflows.bijectors.image.MultiScale} flow, such
 * entries do not depend on the others. The slice in the direction of draws, which drops entries, is
 * {@link io.github.tfflows.core.Augmented}.
 *
 * @param rest the distribution of {@code e}; its shape may differ from the base's in the last axis.
 *     Its context is the flow's context, if any, followed by {@code z}
 */
public record Append(Distribution rest) implements Surjection {
  @Override
  public Expr forward(GraphScope scope, Noise noise, Expr z) {
    Expr e = rest.sample(given(scope, z), noise).value();
    return scope.concat(-1, List.of(z, e));
  }

  @Override
  public List<Preimage> preimages(GraphScope scope, Expr x) {
    int added = Math.toIntExact(rest.eventShape().get(-1));
    List<Expr> parts = x.split(-1, x.size(-1) - added, added);
    Expr z = parts.get(0);
    return List.of(new Preimage(z, rest.logProb(given(scope, z), parts.get(1))));
  }

  private static GraphScope given(GraphScope scope, Expr z) {
    return Guesses.given(scope.sub("rest"), z);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Shape added = rest.eventShape();
    int last = added.numDimensions() - 1;
    if (event.numDimensions() != added.numDimensions()
        || !event.take(last).equals(added.take(last))) {
      throw new IllegalArgumentException(
          "entries of shape %s cannot be appended to events of shape %s".formatted(added, event));
    }
    return event.take(last).append(event.get(-1) + added.get(-1));
  }
}
