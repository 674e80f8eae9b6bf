package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * The piecewise linear encoding of a number (Gorishniy, Rubachev and Babenko, 2022,
 * arXiv:2203.05556, eq. 1): for each interval between consecutive knots, the part of it that lies
 * below the number, from -1 for none to 1 for all. It lets networks find thresholds and steps as
 * trees do.
 *
 * @param knots the ends of the intervals, at least two, in ascending order
 */
public record PiecewiseEncoding(List<Double> knots) {
  /**
   * Copies the knots.
   *
   * @throws IllegalArgumentException if there are fewer than two, or they do not ascend
   */
  public PiecewiseEncoding {
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
    return Ramp.read(ramps(0), numbers);
  }

  /** Returns the ramps of a number at an index, one for each interval. */
  public List<Ramp> ramps(int place) {
    List<Ramp> ramps = new ArrayList<>();
    for (int i = 1; i < knots.size(); i++) {
      double start = knots.get(i - 1);
      ramps.add(new Ramp(place, false, start, 2 / (knots.get(i) - start), 1, 1));
    }
    return ramps;
  }
}
