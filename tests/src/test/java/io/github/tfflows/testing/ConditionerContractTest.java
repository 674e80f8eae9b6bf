package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants defects in a network that its contract should detect. */
class ConditionerContractTest {
  private enum Fault {
    ROWS_MIXED,
    NOT_ZERO,
    CONTEXT_UNREAD,
    HALF_STOPPED
  }

  private record Broken(Fault fault) implements Conditioner, ConditionerContract {
    @Override
    public Conditioner conditioner() {
      return this;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
      GraphScope place =
          fault == Fault.CONTEXT_UNREAD
              ? scope.context().map(c -> scope.withContext(c.zeros())).orElse(scope)
              : scope;
      Expr theta = Mlp.of().parameters(place, known, features, parameters);
      return switch (fault) {
        case ROWS_MIXED -> theta.plus(theta.mean(0));
        case NOT_ZERO -> theta.plus(1e-12);
        case HALF_STOPPED -> theta.plus(theta.stopGradient());
        case CONTEXT_UNREAD -> theta;
      };
    }
  }

  @Test
  void noticesDefects() {
    notices(() -> new Broken(Fault.ROWS_MIXED).readsEveryInputOfItsRowOnly(3, 0));
    notices(() -> new Broken(Fault.NOT_ZERO).startsAtZero(3, 2));
    notices(() -> new Broken(Fault.CONTEXT_UNREAD).readsEveryInputOfItsRowOnly(3, 2));
    notices(() -> new Broken(Fault.CONTEXT_UNREAD).readsTheContextWhenNothingIsKnown());
    notices(() -> new Broken(Fault.HALF_STOPPED).hasTheGradientsOfCentralDifferences(3, 0));
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }
}
