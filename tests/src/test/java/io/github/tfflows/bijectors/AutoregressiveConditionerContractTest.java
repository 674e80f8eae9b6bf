package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tfflows.core.GraphScope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** Breaks a masked network in the ways that its contract should notice. */
class AutoregressiveConditionerContractTest {
  /** Lets the features see each other the other way round. */
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
    public <T extends TFloating> Operand<T> parameters(
        GraphScope<T> scope, Operand<T> x, int parameters) {
      return made.parameters(scope, scope.tf().reverse(x, scope.tf().array(1)), parameters);
    }

    @Override
    public <T extends TFloating> Steps<T> steps(
        GraphScope<T> scope, Operand<T> like, int parameters) {
      return made.steps(scope, like, parameters);
    }
  }

  /** Does not show the context to anything. */
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
    public <T extends TFloating> Operand<T> parameters(
        GraphScope<T> scope, Operand<T> x, int parameters) {
      GraphScope<T> blind =
          scope.context().map(c -> scope.withContext(scope.tf().zerosLike(c))).orElse(scope);
      return made.parameters(blind, x, parameters);
    }

    @Override
    public <T extends TFloating> Steps<T> steps(
        GraphScope<T> scope, Operand<T> like, int parameters) {
      return made.steps(scope, like, parameters);
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
