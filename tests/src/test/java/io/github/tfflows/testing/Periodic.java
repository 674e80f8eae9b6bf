package io.github.tfflows.testing;

import io.github.tfflows.bijectors.network.AutoregressiveConditioner;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;

/**
 * A masked network on the circle {@code [-bound, bound]}: it reads the sine of each entry, since it
 * has one input for each.
 */
public record Periodic(AutoregressiveConditioner network, double bound)
    implements AutoregressiveConditioner {
  @Override
  public Expr parameters(GraphScope scope, Expr x, int parameters) {
    return network.parameters(scope, sine(x), parameters);
  }

  @Override
  public Steps steps(GraphScope scope, Expr like, int parameters) {
    Steps steps = network.steps(scope, like, parameters);
    return known -> steps.next(known.stream().map(this::sine).toList());
  }

  private Expr sine(Expr x) {
    return x.times(Math.PI / bound).sin();
  }

  @Override
  public boolean reads(Domain domain) {
    return domain == Domain.CIRCLE;
  }
}
