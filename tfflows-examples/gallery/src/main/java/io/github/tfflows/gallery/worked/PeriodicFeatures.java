package io.github.tfflows.gallery.worked;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.List;

/**
 * A conditioner of one's own: it shows a network the cosine and sine of each known angle in place
 * of the angle, so that what the network yields is the same at {@code -π} and {@code π}.
 *
 * @param network what reads them
 */
record PeriodicFeatures(Conditioner network) implements Conditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Expr directions = scope.concat(-1, List.of(known.cos(), known.sin()));
    return network.parameters(scope, directions, features, parameters);
  }

  @Override
  public boolean reads(Domain domain) {
    return domain == Domain.CIRCLE;
  }
}
