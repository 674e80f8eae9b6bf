package io.github.tfflows.testing;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;

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
  public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
    Expr y = x.zeros();
    Expr logDet = x.zeros().sumLast();
    for (int i = 0; i < x.size(-1); i++) {
      Expr theta = parameters(scope, y, parameters).slice(1, i, 1);
      Mapped moved = map.forward(scope.part(i, 1), x.slice(-1, i, 1), theta);
      Expr after = x.slice(-1, i + 1, x.size(-1) - i - 1).zeros();
      y = scope.concat(-1, List.of(y.slice(-1, 0, i), moved.value(), after));
      logDet = logDet.plus(moved.logDet().sumLast());
    }
    return new Mapped(y, logDet);
  }

  private Expr sine(Expr x) {
    return x.times(Math.PI / bound).sin();
  }

  @Override
  public boolean reads(Domain domain) {
    return domain.kind() == Domain.Kind.CIRCLE;
  }
}
