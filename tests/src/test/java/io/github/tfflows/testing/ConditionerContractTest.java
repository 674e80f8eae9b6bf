package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contracts of conditioners find planted faults. */
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
  void noticesDefectsOfConditioners() {
    notices(() -> new Broken(Fault.ROWS_MIXED).readsEveryInputOfItsRowOnly(3, 0));
    notices(() -> new Broken(Fault.NOT_ZERO).startsAtZero(3, 2));
    notices(() -> new Broken(Fault.CONTEXT_UNREAD).readsEveryInputOfItsRowOnly(3, 2));
    notices(() -> new Broken(Fault.CONTEXT_UNREAD).readsTheContextWhenNothingIsKnown());
    notices(() -> new Broken(Fault.HALF_STOPPED).hasTheGradientsOfCentralDifferences(3, 0));
  }

  private static void notices(Runnable check) {
    assertThrows(AssertionError.class, check::run);
  }

  /** Reverses the order of the features. */
  private record Reversed(Made made)
      implements AutoregressiveConditioner, AutoregressiveConditionerContract {
    @Override
    public AutoregressiveConditioner conditioner() {
      return this;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public Expr parameters(GraphScope scope, Expr x, int parameters) {
      return made.parameters(scope, x.reverse(1), parameters);
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
      return made.forward(scope, x, parameters, map);
    }
  }

  /** Ignores the context. */
  private record Blind(Made made)
      implements AutoregressiveConditioner, AutoregressiveConditionerContract {
    @Override
    public AutoregressiveConditioner conditioner() {
      return this;
    }

    @Override
    public List<String> parameterNames() {
      return List.of();
    }

    @Override
    public Expr parameters(GraphScope scope, Expr x, int parameters) {
      GraphScope blind = scope.context().map(c -> scope.withContext(c.zeros())).orElse(scope);
      return made.parameters(blind, x, parameters);
    }

    @Override
    public Mapped forward(GraphScope scope, Expr x, int parameters, EntryMap map) {
      return made.forward(scope, x, parameters, map);
    }
  }

  @Test
  void noticesLaterFeatures() {
    Reversed reversed = new Reversed(Made.of(16));
    assertThrows(AssertionError.class, () -> reversed.readsEarlierFeaturesOnly(5, 0));
    assertThrows(AssertionError.class, () -> reversed.stepsYieldWhatOnePassYields(5, 0));
  }

  @Test
  void noticesABlindNetwork() {
    Blind blind = new Blind(Made.of(16));
    assertThrows(AssertionError.class, () -> blind.contextReachesEveryFeature(5));
    assertThrows(AssertionError.class, () -> blind.stepsYieldWhatOnePassYields(5, 2));
  }
}
