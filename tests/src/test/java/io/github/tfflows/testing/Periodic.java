package io.github.tfflows.testing;

import io.github.tfflows.bijectors.network.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.List;

/** Conditioners that show a network periodic features of points on a circle. */
public final class Periodic {
  /** Reads the cosine and the sine of each known entry. */
  public record Free(Conditioner network, double bound) implements Conditioner {
    @Override
    public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
      Expr angle = known.times(Math.PI / bound);
      Expr directions = scope.concat(-1, List.of(angle.cos(), angle.sin()));
      return network.parameters(scope, directions, features, parameters);
    }

    @Override
    public boolean reads(Domain domain) {
      return domain == Domain.CIRCLE;
    }
  }

  /** Reads the sine of each entry, since a masked network has one input for each. */
  public record Autoregressive(AutoregressiveConditioner network, double bound)
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

  private Periodic() {}
}
