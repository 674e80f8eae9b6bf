package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plants defects in a masked network that its contract should detect. */
class AutoregressiveConditionerContractTest {
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
