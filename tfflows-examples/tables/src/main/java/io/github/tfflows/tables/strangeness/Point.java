package io.github.tfflows.tables.strangeness;

import java.util.Arrays;
import java.util.List;

/**
 * Cells of a row as kernels compare them.
 *
 * @param at the coordinates of the row, of which only some count
 * @param coordinates the places of those that count
 * @param outcomes the outcomes of names, and of whether values are there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Point(double[] at, int[] coordinates, int[] outcomes) {
  /** These cells and others of the same row. */
  Point with(Point others) {
    Builder both = new Builder(at.length);
    for (Point point : List.of(this, others)) {
      for (int place : point.coordinates) {
        both.at[place] = point.at[place];
        both.coordinate(place);
      }
      Arrays.stream(point.outcomes).forEach(both::outcome);
    }
    return both.build();
  }

  /** Collects cells. */
  static final class Builder {
    final double[] at;
    private int[] coordinates = new int[8];
    private int[] outcomes = new int[8];
    private int coordinateCount;
    private int outcomeCount;

    Builder(int size) {
      this.at = new double[size];
    }

    void coordinate(int place) {
      coordinates = grown(coordinates, coordinateCount);
      coordinates[coordinateCount++] = place;
    }

    void outcome(int place) {
      outcomes = grown(outcomes, outcomeCount);
      outcomes[outcomeCount++] = place;
    }

    private static int[] grown(int[] places, int count) {
      return count < places.length ? places : Arrays.copyOf(places, 2 * count);
    }

    Point build() {
      return new Point(
          at, Arrays.copyOf(coordinates, coordinateCount), Arrays.copyOf(outcomes, outcomeCount));
    }
  }
}
