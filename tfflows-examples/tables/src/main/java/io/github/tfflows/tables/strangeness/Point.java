package io.github.tfflows.tables.strangeness;

import java.util.Arrays;

/** Cells of a row as kernels compare them. It can be cleared, and used for another row. */
final class Point {
  private final double[] at;
  private int[] coordinates = new int[8];
  private int[] outcomes = new int[8];
  private int coordinateCount;
  private int outcomeCount;

  /** Creates a point without cells, for rows of {@code size} coordinates. */
  Point(int size) {
    this.at = new double[size];
  }

  /** All coordinates of the row. Only those that were added count. */
  double[] at() {
    return at;
  }

  void addCoordinate(int place) {
    coordinates = grown(coordinates, coordinateCount);
    coordinates[coordinateCount++] = place;
  }

  /** Adds an outcome: a name, or the presence or absence of a value. */
  void addOutcome(int place) {
    outcomes = grown(outcomes, outcomeCount);
    outcomes[outcomeCount++] = place;
  }

  private static int[] grown(int[] places, int count) {
    return count < places.length ? places : Arrays.copyOf(places, 2 * count);
  }

  int coordinateCount() {
    return coordinateCount;
  }

  /** The index of a coordinate that counts. */
  int coordinate(int index) {
    return coordinates[index];
  }

  int outcomeCount() {
    return outcomeCount;
  }

  int outcome(int index) {
    return outcomes[index];
  }

  Point cleared() {
    coordinateCount = 0;
    outcomeCount = 0;
    return this;
  }
}
