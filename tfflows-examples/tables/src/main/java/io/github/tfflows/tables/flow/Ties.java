package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds numbers that equal other numbers in many rows, more often than by chance, for {@link
 * NumberCell.Tied}.
 */
final class Ties {
  /** A tie has at least as many rows and this share of all. */
  private static final int FEWEST_ROWS = 50;

  private static final double LEAST_SHARE = 0.01;

  /** The least ratio of the number of equal pairs to the number expected by chance. */
  private static final double LEAST_RATIO = 3;

  private static final int MOST_TIES = 3;

  /** This many rows suffice to find ties. */
  private static final int MOST_ROWS = 20_000;

  /** Beyond this many steps, neighbouring multiples of a step can be equal in single precision. */
  private static final double MOST_STEPS = 1 << 23;

  private final List<TableColumn> columns;
  private final Data rows;

  /** The place of each column in a row. */
  private final int[] places;

  private final boolean[] canTie;

  Ties(TableSchema schema, Data rows) {
    this.columns = schema.modelled();
    this.rows = rows;
    RowLayout layout = schema.layout();
    this.places = IntStream.range(0, columns.size()).map(layout::value).toArray();
    this.canTie = new boolean[columns.size()];
    boolean isJoint = schema.isJoint();
    for (int column = 0; column < canTie.length; column++) {
      canTie[column] = isJoint && canTie(schema, columns.get(column));
    }
  }

  /**
   * Returns whether a column is a number without missing values that is exact in single precision.
   */
  private static boolean canTie(TableSchema schema, TableColumn column) {
    return !column.kind().isNamed()
        && column.kind().cycle().isEmpty()
        && schema.phases(column).isEmpty()
        && !column.hasGaps();
  }

  /**
   * Returns the places of at most three columns that a column equals in many rows. Its point masses
   * are no ties.
   */
  List<Integer> of(int column, PointMasses masses) {
    List<Integer> ties = new ArrayList<>();
    if (!canTie[column]) {
      return ties;
    }
    int[] candidates = IntStream.range(0, column).filter(other -> canTie(other, column)).toArray();
    int read = Math.min(MOST_ROWS, rows.count());
    int[] open =
        IntStream.range(0, read).filter(row -> !masses.contain(value(row, column))).toArray();
    double least = Math.max(FEWEST_ROWS, LEAST_SHARE * read);
    while (ties.size() < MOST_TIES) {
      int[] counts = equal(column, candidates, open);
      int best =
          IntStream.range(0, counts.length).reduce(0, (i, j) -> counts[j] > counts[i] ? j : i);
      if (counts.length == 0
          || counts[best] < least
          || counts[best] < LEAST_RATIO * byChance(open, column, candidates[best])) {
        return ties;
      }
      int found = candidates[best];
      ties.add(found);
      open = IntStream.of(open).filter(row -> !areEqual(row, column, found)).toArray();
    }
    return ties;
  }

  private boolean canTie(int other, int column) {
    TableColumn one = columns.get(other);
    TableColumn two = columns.get(column);
    return canTie[other]
        && one.kind().isTemporal() == two.kind().isTemporal()
        && one.scale().equals(two.scale())
        && one.spacing() == two.spacing();
  }

  /** Returns how many of some rows have equal values in a column and in each of the others. */
  private int[] equal(int column, int[] others, int... some) {
    int[] counts = new int[others.length];
    for (int row : some) {
      for (int i = 0; i < others.length; i++) {
        counts[i] += areEqual(row, column, others[i]) ? 1 : 0;
      }
    }
    return counts;
  }

  private double value(int row, int column) {
    return rows.x().values()[row * rows.x().size() + places[column]];
  }

  private boolean areEqual(int row, int column, int other) {
    double number = value(row, column);
    return number == value(row, other)
        && Math.abs(number) <= MOST_STEPS * columns.get(column).spacing();
  }

  /** Returns the expected number of equal pairs if the columns were independent. */
  private double byChance(int[] some, int column, int other) {
    Map<Double, Integer> counts = new HashMap<>();
    IntStream.of(some).forEach(row -> counts.merge(value(row, other), 1, Integer::sum));
    double pairs =
        IntStream.of(some).mapToDouble(row -> counts.getOrDefault(value(row, column), 0)).sum();
    return pairs / Math.max(1, some.length);
  }
}
