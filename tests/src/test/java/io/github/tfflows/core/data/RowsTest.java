package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class RowsTest {
  private final Rows rows = Rows.of(new float[][] {{1, 2}, {3, 4}, {5, 6}});

  @Test
  void arraysAreFlattenedRowByRowAndGivenBack() {
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, rows.values());
    assertArrayEquals(new float[][] {{1, 2}, {3, 4}, {5, 6}}, rows.toArrays());
    assertEquals(3, rows.count());
    assertEquals(2, rows.size());
  }

  @Test
  void rowsAreSlicedSelectedAndJoined() {
    assertArrayEquals(new float[] {3, 4}, rows.slice(1, 2).values());
    assertArrayEquals(new float[] {5, 6, 1, 2, 5, 6}, rows.select(2, 0, 2).values());
    assertEquals(rows, rows.slice(0, 1).followedBy(rows.slice(1, 3)));
  }

  @Test
  void onlyRowsThatThereAreAreSlicedAndSelected() {
    assertEquals(0, rows.slice(3, 3).count());
    for (int[] range : new int[][] {{1, 5}, {-1, 2}, {2, 1}, {4, 4}}) {
      String message =
          String.valueOf(
              assertThrows(IndexOutOfBoundsException.class, () -> rows.slice(range[0], range[1]))
                  .getMessage());
      assertTrue(message.contains("3 rows, got " + range[0]), message);
      assertThrows(IndexOutOfBoundsException.class, () -> Rows.empty(3).slice(range[0], range[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> Data.of(rows).slice(range[0], range[1]));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> rows.select(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> rows.select(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> Rows.empty(3).select(3));
  }

  @Test
  void eventsMayHaveAnyShape() {
    Rows images = Rows.of(new float[24], 2, 3, 1);
    assertEquals(4, images.count());
    assertEquals(Shape.of(2, 3, 1), images.eventShape());
  }

  @Test
  void rowsAreValues() {
    Rows same = Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 2);
    assertEquals(same, rows);
    assertEquals(same.hashCode(), rows.hashCode());
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 7}, 2), rows);
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 3), rows);
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 7}, 2).hashCode(), rows.hashCode());
    assertNotEquals(Rows.of(new float[] {1, 2, 3, 4, 5, 6}, 3).hashCode(), rows.hashCode());
    assertEquals("3 rows of shape [2]", rows.toString());
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    Expect.rejected("got 5", () -> Rows.of(new float[5], 2));
    Expect.rejected("row 1 has 1 columns", () -> Rows.of(new float[][] {{1, 2}, {3}}));
    Expect.rejected("at least one row", () -> Rows.of(new float[0][]));
    Expect.rejected("got 5", () -> new Rows(new float[5], Shape.of(2), 3));
    Expect.rejected("-5 rows", () -> Rows.empty(-5));
    Expect.rejected("[0]", () -> Rows.of(new float[4], 0));
    Expect.rejected("3 rows", () -> Rows.of(new float[1], 1).followedBy(rows));
    Expect.rejected("got 1", () -> new Data(rows, Rows.empty(1)));
    Expect.rejected("got 1.0", () -> Data.of(rows).split(1, 0));
  }

  @Test
  void entriesThatAreNotFiniteAreNamed() {
    Rows last = Rows.of(new float[][] {{1, 2}, {3, Float.NaN}});
    Rows first = Rows.of(new float[][] {{Float.NEGATIVE_INFINITY, 2}, {3, 4}});
    Expect.rejected("x holds NaN in row 1, column 1", () -> last.requireFinite("x"));
    Expect.rejected("x holds -Infinity in row 0, column 0", () -> first.requireFinite("x"));
    assertSame(rows, rows.requireFinite("x"));
  }
}
