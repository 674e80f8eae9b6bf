package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.NumberCell;
import io.github.tfflows.tables.density.PointMasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The numbers that equal others in many rows, more often than by chance, for {@link
 * NumberCell.Tied}.
 *
 * @param schema the columns
 * @param rows the training rows
 */
record Ties(TableSchema schema, Data rows) {
  /** A tie has at least as many rows and this share of all. */
  private static final int FEWEST_ROWS = 50;

  private static final double LEAST_SHARE = 0.01;

  /** How many times as often as by chance the numbers are equal. */
  private static final double LEAST_RATIO = 3;

  private static final int MOST_TIES = 3;

  /** So many rows suffice to find ties. */
  private static final int MOST_ROWS = 20_000;

  /** Multiples of a step beyond are not all different in single precision. */
  private static final double MOST_STEPS = 1 << 23;

  /**
   * Returns the places of the columns that a column equals in many rows, at most three.
   *
   * @param masses its point masses, which are no ties
   */
  List<Integer> of(int column, PointMasses masses) {
    List<Integer> ties = new ArrayList<>();
    if (!canTie(column)) {
      return ties;
    }
    List<Integer> candidates =
        IntStream.range(0, column).filter(other -> canTie(other, column)).boxed().toList();
    List<Integer> open =
        new ArrayList<>(
            IntStream.range(0, Math.min(MOST_ROWS, rows.count()))
                .filter(row -> !masses.contain(value(row, column)))
                .boxed()
                .toList());
    double least = Math.max(FEWEST_ROWS, LEAST_SHARE * Math.min(MOST_ROWS, rows.count()));
    while (ties.size() < MOST_TIES) {
      int best = -1;
      long most = 0;
      for (int other : candidates) {
        long count = open.stream().filter(row -> areEqual(row, column, other)).count();
        if (count > most) {
          most = count;
          best = other;
        }
      }
      if (most < least || most < LEAST_RATIO * byChance(open, column, best)) {
        return ties;
      }
      ties.add(best);
      int found = best;
      open.removeIf(row -> areEqual(row, column, found));
    }
    return ties;
  }

  /** Returns whether a column is a number that is always there and exact in single precision. */
  private boolean canTie(int column) {
    TableColumn of = schema.modelled().get(column);
    return schema.isJoint()
        && !of.kind().isNamed()
        && of.kind().cycle().isEmpty()
        && schema.phases(of).isEmpty()
        && !of.hasGaps();
  }

  private boolean canTie(int other, int column) {
    TableColumn one = schema.modelled().get(other);
    TableColumn two = schema.modelled().get(column);
    return canTie(other)
        && one.kind().isTemporal() == two.kind().isTemporal()
        && one.scale().equals(two.scale())
        && one.spacing() == two.spacing();
  }

  private double value(int row, int column) {
    return rows.x().values()[row * rows.x().size() + schema.layout().value(column)];
  }

  private boolean areEqual(int row, int column, int other) {
    double number = value(row, column);
    double spacing = schema.modelled().get(column).spacing();
    return number == value(row, other) && Math.abs(number) <= MOST_STEPS * spacing;
  }

  /** Returns the number of equal pairs of independent columns. */
  private double byChance(List<Integer> some, int column, int other) {
    Map<Double, Integer> counts = new HashMap<>();
    some.forEach(row -> counts.merge(value(row, other), 1, Integer::sum));
    double pairs =
        some.stream().mapToDouble(row -> counts.getOrDefault(value(row, column), 0)).sum();
    return pairs / Math.max(1, some.size());
  }
}
