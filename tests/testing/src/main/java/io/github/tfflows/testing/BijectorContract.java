package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.tfflows.core.Bijector;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tensorflow.ndarray.Shape;

/**
 * The contract of every {@link Bijector}, as tests. The test of one implements this interface,
 * names the bijector and its parameters, and adds its own checks.
 */
@ExtendWith(AccuracyTable.class)
public interface BijectorContract extends TestedBijector {
  @TestFactory
  default Stream<DynamicContainer> holdsInFloat64(AccuracyTable accuracy) {
    return settings().stream().map(setting -> checks(setting, accuracy));
  }

  private DynamicContainer checks(Setting setting, AccuracyTable accuracy) {
    BijectorChecks checks = new BijectorChecks(this, setting, accuracy);
    Stream<DynamicTest> tests =
        Arrays.stream(BijectorChecks.Check.values())
            .filter(
                check -> check != BijectorChecks.Check.ENTRIES || entryByEntry().contains(setting))
            .map(check -> dynamicTest(check.sentence, () -> checks.run(check)));
    return dynamicContainer(setting.toString(), tests.onClose(checks::close));
  }

  @TestFactory
  default Stream<DynamicTest> staysFiniteInFloat32() {
    Shape event = smallEvent();
    return Arrays.stream(Direction.values())
        .map(
            direction ->
                dynamicTest(
                    direction.toString(),
                    () -> new EdgeCheck(this, event, direction).assertFinite()));
  }

  @Test
  default void isAValue() {
    Shape event = events().get(0);
    Bijector one = bijector(event);
    Bijector same = bijector(event);
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertEquals(one.toString(), same.toString());
    assertNotEquals(one, new Object());
    assertTrue(one.toString().contains(one.getClass().getSimpleName()), one::toString);
  }

  @Test
  default void invertedTwiceIsTheSame() {
    for (Shape event : events()) {
      Bijector bijector = bijector(event);
      assertEquals(bijector, bijector.inverted().inverted());
      assertEquals(event, bijector.inverseEventShape(bijector.forwardEventShape(event)));
    }
  }
}
