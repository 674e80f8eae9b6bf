package io.github.tfflows.bijectors.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class StandardizeTest {
  @Test
  void fitsMeansAndDeviations() {
    Standardize fit = Standardize.fit(new float[] {1, 7, 3, 7, 8, 7}, 2);
    assertEquals(List.of(4.0, 7.0), fit.mean());
    assertEquals(Math.sqrt((9 + 1 + 16) / 3.0), fit.scale().get(0), 1e-12);
    assertEquals(1.0, fit.scale().get(1), "a constant column keeps its scale");
  }

  /** Also of images, whose pixels count by the weight of the image. */
  @Test
  void weightsStandForRepeatedAndAbsentRows() {
    float[] values = {1, 40, 3, 50, 8, 10, 7, 20, Float.NaN, 0, 0, 0};
    Data data = Data.of(new Rows(values, Shape.of(2, 2), 3)).weighted(new float[] {6, 3, 0});
    float[] counted = {1, 40, 3, 50, 1, 40, 3, 50, 8, 10, 7, 20};
    Standardize expected = Standardize.fit(counted, 2);
    Standardize found = Standardize.fit(data);
    for (int i = 0; i < 2; i++) {
      assertEquals(expected.mean().get(i), found.mean().get(i), 1e-14);
      assertEquals(expected.scale().get(i), found.scale().get(i), 1e-14);
    }
    assertEquals(expected, Standardize.fit(Data.of(new Rows(counted, Shape.of(2), 6))));
    Data none = Data.of(Rows.of(new float[2][2])).weighted(new float[2]);
    Expect.rejected("one or more full rows", () -> Standardize.fit(none));
  }

  @Test
  void rejectsWhatCannotBeDividedBy() {
    Expect.rejected("got 0.0", () -> new Standardize(List.of(1.0), List.of(0.0)));
    Expect.rejected("NaN", () -> new Standardize(List.of(Double.NaN), List.of(1.0)));
    Expect.rejected("2 means", () -> new Standardize(List.of(1.0, 2.0), List.of(1.0)));
    Expect.rejected("got 3 values", () -> Standardize.fit(new float[] {1, 2, 3}, 2));
    Expect.rejected("row 1", () -> Standardize.fit(new float[] {1, Float.NaN}, 1));
  }
}
