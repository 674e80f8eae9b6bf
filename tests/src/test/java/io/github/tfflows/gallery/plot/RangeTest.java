package io.github.tfflows.gallery.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void mostLeavesOutFarValuesAndAddsAMargin() {
    float[] values = new float[1001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    values[1000] = 1e9f;
    Range range = Range.ofMost(values);
    assertEquals(5 - 49.5, range.low(), 1e-9);
    assertEquals(995 + 49.5, range.high(), 1e-9);
  }

  @Test
  void mostOfEqualValuesIsAroundThem() {
    assertEquals(new Range(1.5, 4.5), Range.ofMost(3, 3, 3));
    assertEquals(new Range(-0.5, 0.5), Range.ofMost(0));
    assertEquals(new Range(0, 1), Range.ofMost());
  }
}
