package io.github.tfflows.tables.synthetic;

import io.github.tfflows.tables.sketch.SortedNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The distances of rows to the closest of other rows. The distance of two rows is the mean over
 * their columns, from 0 to 1 (Gower 1971, doi:10.2307/2528823): for numbers the share of the other
 * rows that lie between them; for categories 0 if they are equal, otherwise 1; for missing values 0
 * if both are missing, otherwise 1.
 */
public final class ClosestRows {
  private final List<float[]> others;
  private final List<Axis> axes;

  /** A column: the level of its values, and its numbers in the other rows. */
  private record Axis(SampleColumn.Level level, SortedNumbers numbers) {
    static Axis of(SampleColumn column) {
      return new Axis(column.level(), SortedNumbers.of(column.present()));
    }

    /** A number by its rank from 0 to 1, a category by its place. */
    float place(double value) {
      boolean isRanked = level == SampleColumn.Level.NUMBER && numbers.values().length > 0;
      return (float) (isRanked && !Double.isNaN(value) ? numbers.rank(value) : value);
    }

    float distance(float one, float other) {
      if (Float.isNaN(one) || Float.isNaN(other)) {
        return Float.isNaN(one) && Float.isNaN(other) ? 0 : 1;
      }
      boolean isNamed = level == SampleColumn.Level.NAME;
      return isNamed ? Math.min(1, Math.abs(one - other)) : Math.abs(one - other);
    }
  }

  /** Prepares rows for the search of the closest. */
  public ClosestRows(TableSample others) {
    this.axes = others.columns().stream().map(Axis::of).toList();
    this.others = places(others);
  }

  private List<float[]> places(TableSample rows) {
    List<float[]> places = new ArrayList<>();
    for (int row = 0; row < rows.count(); row++) {
      float[] one = new float[axes.size()];
      for (int i = 0; i < one.length; i++) {
        one[i] = axes.get(i).place(rows.columns().get(i).values()[row]);
      }
      places.add(one);
    }
    return places;
  }

  /** Returns the distance of each row to the closest. */
  public double[] distances(TableSample rows) {
    List<float[]> places = places(rows);
    return IntStream.range(0, rows.count())
        .parallel()
        .mapToDouble(row -> closest(places.get(row)))
        .toArray();
  }

  private double closest(float... row) {
    float least = Float.POSITIVE_INFINITY;
    for (float[] other : others) {
      float sum = 0;
      for (int i = 0; i < row.length && sum < least; i++) {
        sum += axes.get(i).distance(row[i], other[i]);
      }
      least = Math.min(least, sum);
    }
    return least / row.length;
  }
}
