package io.github.tfflows.tables.flow;

import io.github.tfflows.core.graph.Expr;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The piecewise linear encoding of a number (Gorishniy, Rubachev and Babenko, 2022,
 * arXiv:2203.05556, eq. 1): for each interval between neighbouring knots, how much of it lies below
 * the number, from -1 for nothing to 1 for all of it. Networks that read it find thresholds and
 * steps as trees do, which they hardly find in the number itself.
 *
 * @param knots the ends of the intervals, at least two, in ascending order
 */
record PiecewiseEncoding(List<Double> knots) {
  /**
   * Copies the knots.
   *
   * @throws IllegalArgumentException if there are fewer than two, or they do not ascend
   */
  PiecewiseEncoding {
    knots = List.copyOf(knots);
    for (int i = 1; i < knots.size(); i++) {
      if (!(knots.get(i) > knots.get(i - 1))) {
        throw new IllegalArgumentException("expected knots in ascending order, got " + knots);
      }
    }
    if (knots.size() < 2) {
      throw new IllegalArgumentException("expected at least two knots, got " + knots);
    }
  }

  /** Builds the encoding of numbers {@code [n, 1]}, shaped {@code [n, intervals]}. */
  Expr of(Expr numbers) {
    double[] starts = new double[knots.size() - 1];
    double[] factors = new double[starts.length];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = knots.get(i);
      factors[i] = 2 / (knots.get(i + 1) - knots.get(i));
    }
    Shape shape = Shape.of(1, starts.length);
    return numbers
        .minus(numbers.scope().constant(shape, starts))
        .times(numbers.scope().constant(shape, factors))
        .minus(1)
        .clip(-1, 1);
  }
}
