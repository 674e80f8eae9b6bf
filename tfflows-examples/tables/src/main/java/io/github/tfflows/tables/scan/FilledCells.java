package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.relation.Scanned;
import io.github.tfflows.tables.sketch.Moments;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cells that a rule fills in: those of its columns that are missing alone. If they are missing
 * at random, the rows with one are like the complete ones.
 */
final class FilledCells {
  /** The most cells of a column that are missing, or beyond its other numbers, as a share. */
  private static final double MOST_MISSING = 0.5;

  private static final double MOST_BEYOND = 0.05;

  /**
   * The least probability of the cells beyond, if they are more than one and more than that share.
   */
  private static final double LEAST_CHANCE = 0.01;

  /** The most between the means of two groups of rows, in standard deviations. */
  private static final double MOST_APART = 0.25;

  /** A greater distance of means is no chance, in standard errors. */
  private static final double MOST_ERRORS = 6;

  /** The most rows in which a given value would be lost, for each row with a filled cell. */
  private static final double MOST_LOST = 0.01;

  private static final int MOST_COLUMNS = 100;

  private final DerivedColumn column;
  private final DerivedCells.InRow rule;
  private final List<Scanned> columns;
  private final List<Scanned> others;
  private final Group complete;

  /** The rows in which each column is missing alone. */
  private final List<Group> alone;

  /** Whether a complete row breaks the rule, with the decimals of all rows. */
  private boolean isBroken;

  /** The rows with the column, and without several of those that it follows from. */
  private long lost;

  /** The cells that are beyond the numbers of their column. */
  private final long[] beyond;

  private FilledCells(
      DerivedColumn column, DerivedCells.InRow rule, List<Scanned> columns, List<Scanned> others) {
    this.column = column;
    this.rule = rule;
    this.columns = columns;
    this.others = others.stream().limit(MOST_COLUMNS).toList();
    this.complete = new Group(width(), this.others.size());
    this.alone = columns.stream().map(one -> new Group(width(), this.others.size())).toList();
    this.beyond = new long[columns.size()];
  }

  /** The means and variances of columns in some rows. */
  private static final class Group {
    private long rows;
    private final List<Moments> columns;

    /** The last columns tell whether others are missing, which can be rare in these rows. */
    private final int indicators;

    Group(int columns, int indicators) {
      this.indicators = indicators;
      this.columns = Stream.generate(Moments::new).limit(columns).toList();
    }

    void add(double... numbers) {
      rows++;
      for (int i = 0; i < numbers.length; i++) {
        if (!Double.isNaN(numbers[i])) {
          columns.get(i).add(numbers[i]);
        }
      }
    }

    /** Whether the means of another group of rows are nearly the same. */
    boolean isLike(Group other) {
      return IntStream.range(0, columns.size())
          .filter(i -> columns.get(i).count() > 0 && other.columns.get(i).count() > 0)
          .allMatch(i -> isLike(i, other.columns.get(i)));
    }

    private boolean isLike(int column, Moments other) {
      Moments own = columns.get(column);
      boolean isIndicator = column >= columns.size() - indicators;
      double rare = isIndicator ? 1 / Math.sqrt((double) rows) : 0;
      double deviation = Math.max(rare, own.deviation());
      double ofRows = isIndicator ? deviation : deviation(own, other);
      double error = ofRows / Math.sqrt((double) other.count());
      double most = Math.max(MOST_APART * deviation, MOST_ERRORS * error);
      return Math.abs(other.mean() - own.mean()) <= most;
    }

    /** The deviation in both groups of rows: one of them may have the few far numbers of all. */
    private static double deviation(Moments one, Moments other) {
      Moments both = new Moments();
      both.append(one);
      both.append(other);
      return both.deviation();
    }
  }

  /**
   * Reads the cells of a table.
   *
   * @param column a column that follows from others where none is missing
   * @param all the columns of the table, and these among them
   */
  static FilledCells of(TableSource table, DerivedColumn column, List<Scanned> all)
      throws IOException {
    List<Scanned> columns =
        Stream.concat(column.relation().sources().stream(), Stream.of(column.column().name()))
            .flatMap(name -> all.stream().filter(one -> one.column().name().equals(name)))
            .toList();
    List<Scanned> others = all.stream().filter(one -> !columns.contains(one)).toList();
    List<TableColumn> sources =
        columns.stream().limit(columns.size() - 1).map(Scanned::column).toList();
    DerivedColumn own = column.withColumn(columns.get(columns.size() - 1).column());
    FilledCells cells =
        new FilledCells(
            own,
            DerivedCells.InRow.of(List.of(own), sources, table.columns()::indexOf),
            columns,
            others);
    try (RowCursor row = table.open()) {
      while (row.next()) {
        cells.add(row);
      }
    }
    return cells;
  }

  private void add(RowCursor row) {
    List<Object> known = rule.cells(row, place -> true);
    List<Integer> missing =
        IntStream.range(0, columns.size())
            .filter(i -> isMissing(row, columns.get(i)))
            .boxed()
            .toList();
    if (missing.isEmpty()) {
      int last = columns.size() - 1;
      isBroken |= !column.agree(rule.all().columns(), known.subList(0, last), known.get(last));
      complete.add(numbers(row, known));
    } else if (missing.size() == 1 && !DerivedColumn.isMissing(known.get(missing.get(0)))) {
      int place = missing.get(0);
      alone.get(place).add(numbers(row, known));
      beyond[place] += isBeyond(columns.get(place), known.get(place)) ? 1 : 0;
    } else {
      lost += missing.contains(columns.size() - 1) ? 0 : 1;
    }
  }

  private static boolean isMissing(RowCursor row, Scanned column) {
    return DerivedColumn.isMissing(column.column().cell(row, column.place()));
  }

  private static boolean isBeyond(Scanned column, Object cell) {
    double number = DerivedColumn.number(column.column(), cell);
    NumberCoding.Range range = column.range().orElseThrow();
    return !(range.low() <= number && number <= range.high() && column.column().suits(cell));
  }

  /** The numbers of all columns, of names their indices; then whether others are missing. */
  private double[] numbers(RowCursor row, List<Object> known) {
    double[] numbers = new double[width()];
    for (int i = 0; i < columns.size(); i++) {
      numbers[i] = DerivedColumn.number(columns.get(i).column(), known.get(i));
    }
    for (int i = 0; i < others.size(); i++) {
      int place = columns.size() + i;
      numbers[place] = number(row, others.get(i));
      numbers[place + others.size()] = Double.isNaN(numbers[place]) ? 1 : 0;
    }
    return numbers;
  }

  private int width() {
    return columns.size() + 2 * others.size();
  }

  private static double number(RowCursor row, Scanned column) {
    return column.column().value(row, column.place(), Unseen.MODEL);
  }

  /**
   * Returns whether cells can be missing at random. Otherwise a missing cell has a meaning, such as
   * zero, or the rows with one are of another kind.
   */
  boolean areAtRandom() {
    return IntStream.range(0, columns.size())
        .allMatch(
            i ->
                columns.get(i).column().gaps() <= MOST_MISSING
                    && isBeyondByChance(i)
                    && complete.isLike(alone.get(i)));
  }

  /**
   * Whether chance explains how many cells of a column are beyond its other numbers. Let p be the
   * share of filled cells. If they are missing at random, each number from either end inwards is
   * one with the probability p, so that at least n are beyond with the probability pⁿ (1 + n (1 -
   * p)).
   */
  private boolean isBeyondByChance(int i) {
    long rows = alone.get(i).rows;
    double count = (double) beyond[i];
    double share = (double) rows / (rows + complete.rows);
    double chance = Math.pow(share, count) * (1 + count * (1 - share));
    return count <= Math.max(1, MOST_BEYOND * rows) || chance >= LEAST_CHANCE;
  }

  /**
   * Returns whether a model given the sources rarely lacks a value of the column that they do not
   * determine, compared with the cells that are filled in.
   */
  boolean loseFew() {
    return lost <= MOST_LOST * alone.stream().mapToLong(group -> group.rows).sum();
  }

  /**
   * Returns for the column, and then for each source, the number of cells that are filled in for
   * each complete row; empty if there are none, or if a complete row breaks the rule.
   */
  Optional<List<Double>> alone() {
    int last = columns.size() - 1;
    return isBroken || complete.rows == 0 || alone.stream().allMatch(group -> group.rows == 0)
        ? Optional.empty()
        : Optional.of(
            Stream.concat(alone.stream().skip(last), alone.stream().limit(last))
                .map(group -> (double) group.rows / complete.rows)
                .toList());
  }
}
