package io.github.tfflows.bijectors.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.MappedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

class PixelsTest {
  private static final Shape IMAGE = Shape.of(2, 2, 1);

  /** Logit(0.05) of normflows 1.7.3 at (x + 0.5) / 256, less log 256. */
  @ParameterizedTest
  @CsvSource({
    "-0.5, -2.9444389791664403, -2.603512392195847",
    "3.25, -2.6964426503170467, -2.823559402269239",
    "127.5, 0, -4.264243599017497",
    "200, 1.1248261094556387, -3.963326336657688",
    "255.5, 2.9444389791664416, -2.603512392195846"
  })
  void mapsGreyValuesToLogits(double grey, double logit, double logDet) {
    MappedRows.of(new double[] {logit}, new double[] {grey}, -logDet)
        .assertMappedBy(Pixels.bytes().fromReals(), 1e-12);
  }

  /** Uniform noise in a cell of each of 256 values costs eight bits, whatever the unit. */
  @Test
  void uniformImagesCostTheirBits() {
    assertEquals(8, Pixels.bytes().bitsPerDimension(-IMAGE.size() * Math.log(256), IMAGE), 1e-12);
    assertEquals(8, new Pixels(256, 1 / 256.0).bitsPerDimension(0, IMAGE), 1e-12);
    assertEquals(3, new Pixels(8, 0.5).bitsPerDimension(-4 * Math.log(4), IMAGE), 1e-12);
  }

  @Test
  void noiseFillsTheGapsAndStaysInside() {
    Pixels pixels = new Pixels(4, 0.5);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, pixels.noise(IMAGE));
    Rows ends = Rows.of(new float[] {0, 1.5f, 0, 1.5f}, 2, 2, 1);
    for (float value : Data.of(ends).dequantized(pixels.noise(IMAGE), 3).x().values()) {
      assertTrue(value > pixels.fromReals().low() && value < pixels.fromReals().high());
    }
    assertEquals(-0.25 - 0.1 / 0.9, pixels.fromReals().low(), 1e-12);
    assertEquals(1.75 + 0.1 / 0.9, pixels.fromReals().high(), 1e-12);
  }

  @Test
  void rejectsWhatAreNoGreyValues() {
    Expect.rejected("got 1 and", () -> new Pixels(1, 1));
    Expect.rejected("0.0", () -> new Pixels(2, 0));
    Expect.rejected("NaN", () -> new Pixels(2, Double.NaN));
  }
}
