package io.github.tfflows.serve.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.tensor.ElementType;
import io.github.tfflows.serve.tensor.Values;
import io.github.tfflows.testing.Expect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class BinaryDataTest {
  /** Two elements of each type, and their bytes. */
  private static final Map<ElementType, List<Object>> TYPES =
      Map.of(
          ElementType.FLOAT, List.of(new float[] {1.5f, Float.NEGATIVE_INFINITY}, 8),
          ElementType.DOUBLE, List.of(new double[] {Double.MIN_VALUE, Double.NaN}, 16),
          ElementType.INT32, List.of(new int[] {Integer.MIN_VALUE, 1}, 8),
          ElementType.INT64, List.of(new long[] {Long.MIN_VALUE, 1}, 16),
          ElementType.BOOL, List.of(new boolean[] {true, false}, 2),
          ElementType.STRING, List.of(new String[] {"größer", ""}, 16));

  @Test
  void elementsOfEachTypeComeBack() {
    assertEquals(ElementType.values().length, TYPES.size());
    TYPES.forEach(
        (type, example) -> {
          Values values = new Values(type, Shape.of(2), example.get(0));
          byte[] bytes = BinaryData.bytes(values);
          assertEquals(example.get(1), bytes.length, type.toString());
          BinaryData reader = new BinaryData(bytes, 0);
          Object back = reader.next("x", type, 2, bytes.length);
          reader.requireEnd();
          assertEquals(text(values), text(new Values(type, Shape.of(2), back)));
        });
  }

  @Test
  void numbersAreLittleEndian() {
    Values one = new Values(ElementType.INT32, Shape.of(1), new int[] {1});
    assertEquals(1, BinaryData.bytes(one)[0]);
  }

  @Test
  void bytesThatNoInputHasAreRefused() {
    BinaryData reader = new BinaryData(new byte[3], 2);
    Expect.rejected("expected no bytes after those of the inputs, got 1", reader::requireEnd);
    BinaryData texts = new BinaryData(new byte[8], 0);
    Expect.rejected(
        "expected x in 12 bytes, got 8", () -> texts.next("x", ElementType.STRING, 3, 8));
  }

  private static String text(Values values) {
    return new String(Json.bytes(values::writeFlat), StandardCharsets.UTF_8);
  }
}
