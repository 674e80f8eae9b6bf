package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.List;

/**
 * A network on the circle {@code [-bound, bound]}: it reads the cosine and the sine of each known
 * entry, so that parameters are equal at both ends, which are one point.
 *
 * @param network the network that reads cosines and sines
 * @param bound half of the circumference, positive, in the unit of the entries: {@code π} for
 *     angles
 */
public record PeriodicFeatures(Conditioner network, double bound) implements Conditioner {
  public PeriodicFeatures {
    Require.positive("bound", bound);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Expr angle = known.times(Math.PI / bound);
    Expr directions = scope.concat(-1, List.of(angle.cos(), angle.sin()));
    return network.parameters(scope, directions, features, parameters);
  }

  @Override
  public boolean reads(Domain domain) {
    return domain.kind() == Domain.Kind.CIRCLE;
  }
}
