package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.sketch.Bulk;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Numbers of a column, each with the weight of its row. */
final class WeightedNumbers {
  private final double[] values;
  private final float[] weights;

  private WeightedNumbers(double[] values, float[] weights) {
    this.values = values;
    this.weights = weights;
  }

  /** Returns the numbers of a column of events, or of their contexts, in some of the rows. */
  static WeightedNumbers of(Data data, Rows columns, int column, int... rows) {
    double[] values = new double[rows.length];
    float[] weights = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = columns.values()[rows[i] * columns.size() + column];
      weights[i] = (float) data.weight(rows[i]);
    }
    return new WeightedNumbers(values, weights);
  }

  /** Returns a single number. */
  static WeightedNumbers of(double value) {
    return new WeightedNumbers(new double[] {value}, new float[] {1});
  }

  /** The numbers without their weights. */
  double[] values() {
    return values;
  }

  /** Returns some of the numbers. */
  WeightedNumbers filter(DoublePredicate wanted) {
    int[] places = IntStream.range(0, values.length).filter(i -> wanted.test(values[i])).toArray();
    double[] some = IntStream.of(places).mapToDouble(i -> values[i]).toArray();
    float[] ofThem = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      ofThem[i] = weights[places[i]];
    }
    return new WeightedNumbers(some, ofThem);
  }

  /** Returns the mapped numbers, with the same weights. */
  WeightedNumbers mapped(DoubleUnaryOperator map) {
    return new WeightedNumbers(DoubleStream.of(values).map(map).toArray(), weights);
  }

  /**
   * Returns the standardization of the mapped numbers, by the moments of those that are not far
   * from nearly all others: a few fill values would leave the rest without a spread.
   */
  Standardize standardized(DoubleUnaryOperator map) {
    WeightedNumbers scaled = mapped(map);
    Bulk.Reach reach = Bulk.Reach.of(scaled.values);
    WeightedNumbers near = scaled.filter(reach::contains);
    float[] numbers = new float[near.values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) near.values[i];
    }
    return Standardize.fit(Data.of(Rows.of(numbers, 1)).weighted(near.weights));
  }
}
