package io.github.tfflows.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NotationTest {
  private final Notation write = new Notation();

  @Test
  void numbersOfAllSizesKeepFourDigits() {
    assertEquals("0.8051", write.compact(0.805134));
    assertEquals("61.74", write.compact(61.7449));
    assertEquals("13370", write.compact(13374));
    assertEquals("-2", write.compact(-2));
    assertEquals("0", write.compact(0));
    assertEquals("1.235e-05", write.compact(0.000012345678));
    assertEquals("1.235e+09", write.compact(1_234_567_890));
    assertEquals("Infinity", write.compact(Double.POSITIVE_INFINITY));
  }

  @Test
  void smallPValuesAreNotCalledZero() {
    assertEquals("< 0.001", write.pValue(0));
    assertEquals("0.001", write.pValue(0.001));
    assertEquals("0.050", write.pValue(0.05));
  }
}
