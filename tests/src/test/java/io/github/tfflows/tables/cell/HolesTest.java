package io.github.tfflows.tables.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.List;
import org.junit.jupiter.api.Test;

class HolesTest {
  @Test
  void gluesTheLineTogether() {
    Holes holes = new Holes(List.of(-1.0, 2.0), List.of(0.0, 2.5));
    assertEquals(-2, holes.glued(-2));
    assertEquals(-1, holes.glued(-1));
    assertEquals(-1, holes.glued(-0.5));
    assertEquals(0.5, holes.glued(1.5));
    assertEquals(1, holes.glued(2.2));
    assertEquals(1.5, holes.glued(3));
    assertTrue(holes.contain(2.2) && !holes.contain(1.9));
    for (double x : new double[] {-2, 1.5, 3}) {
      assertEquals(x, holes.reopened(holes.glued(x)));
    }
  }

  @Test
  void joinsNeighboursAndExtendsToTheDomain() {
    PointMasses masses = new PointMasses(List.of(0.0, 1.0, 5.0), 1);
    assertEquals(
        new Holes(List.of(-0.5, 4.5), List.of(1.5, 5.5)),
        Holes.of(masses, Double.NEGATIVE_INFINITY));
    assertEquals(new Holes(List.of(-1.0, 4.5), List.of(1.5, 5.5)), Holes.of(masses, -1));
    assertTrue(Holes.of(new PointMasses(List.of(0.0), 0), 0).isEmpty(), "no width");
  }

  @Test
  void refusesIntervalsThatOverlap() {
    Expect.rejected(
        "expected disjoint intervals in ascending order, got those from [0.0, 1.0] to [2.0, 3.0]",
        () -> new Holes(List.of(0.0, 1.0), List.of(2.0, 3.0)));
  }
}
