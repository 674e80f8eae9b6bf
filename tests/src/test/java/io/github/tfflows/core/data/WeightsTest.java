package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class WeightsTest {
  private final Weights.Array array = new Weights.Array(Shape.of(2), new double[] {1, 2});
  private final Weights weights = new Weights(Map.of("a", array));

  @Test
  void weightsAreFoundByName() {
    assertEquals(array, weights.get("a"));
    assertEquals(2, weights.size());
    Expect.rejected("no weights named b; there are [a]", () -> weights.get("b"));
    Expect.rejected("shape [2], expected [3]", () -> weights.get("a", Shape.of(3)));
  }

  @Test
  void weightsAreValues() {
    Weights.Array same = new Weights.Array(Shape.of(2), new double[] {1, 2});
    assertEquals(weights, new Weights(Map.of("a", same)));
    assertEquals(array.hashCode(), same.hashCode());
    assertNotEquals(array, new Weights.Array(Shape.of(2), new double[] {1, 3}));
    assertNotEquals(array, new Weights.Array(Shape.of(1, 2), new double[] {1, 2}));
    assertNotEquals(
        array.hashCode(), new Weights.Array(Shape.of(2), new double[] {1, 3}).hashCode());
    assertNotEquals(
        array.hashCode(), new Weights.Array(Shape.of(1, 2), new double[] {1, 2}).hashCode());
    assertEquals("array of shape [2]", array.toString());
  }

  @Test
  void someMayBeReplaced() {
    Weights.Array other = new Weights.Array(Shape.of(1), new double[] {5});
    assertEquals(other, weights.with(Map.of("a", other)).get("a"));
    assertEquals(array, weights.get("a"));
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    Expect.rejected("got 3", () -> new Weights.Array(Shape.of(2), new double[3]));
    Expect.rejected("[-1]", () -> new Weights.Array(Shape.of(-1), new double[0]));
    assertEquals(array, weights.get("a", Shape.of(2)));
  }

  @Test
  void allEntriesAreCountedAndLookedAt() {
    Weights.Array holed = new Weights.Array(Shape.of(1, 3), new double[] {1, 2, Double.NaN});
    assertEquals(5, weights.with(Map.of("b", holed)).size());
    assertTrue(weights.areFinite());
    assertFalse(weights.with(Map.of("b", holed)).areFinite());
  }

  @Test
  void theOrderIsKept() {
    Map<String, Weights.Array> named = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "m", "b")) {
      named.put(name, array);
    }
    Weights ordered = new Weights(named).with(Map.of("a", array));
    assertEquals(List.of("z", "a", "m", "b"), List.copyOf(ordered.byName().keySet()));
  }
}
