package io.github.tfflows.tables.requirement;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Pairs of modelled columns of which one is at most the other in all rows, such as a start and an
 * end. Draws may break such an order, unless it is required.
 */
public final class Orders {
  /** The number of draws to estimate how often an order is broken. */
  public static final int DRAWS = 1_000;

  /** The most rows that are compared. */
  private static final int MOST_ROWS = 20_000;

  private static final int FEWEST_ROWS = 50;

  /** The orders with a sentence each: those that most draws break. */
  private static final int MOST_SENTENCES = 3;

  /** The least share of draws that break an order, and the rows of the fit in such a share. */
  private static final double LEAST_SHARE = 0.01;

  private static final double LEAST_ROWS = 7;

  /** The relative rounding error of events, which are in single precision. */
  private static final double ROUNDING = 1e-6;

  private final TableSchema schema;
  private final List<Order> orders = new ArrayList<>();

  /** The places of two columns, the lesser one first, and the number of rows with both. */
  private record Order(int lesser, int greater, int rows) {}

  private record Broken(Order order, double share) {}

  /**
   * Finds the orders in rows.
   *
   * @param rows events, in any order
   */
  public Orders(TableSchema schema, Rows rows) {
    this.schema = schema;
    Rows first = rows.slice(0, Math.min(rows.count(), MOST_ROWS));
    double[][] numbers = numbers(first, TableColumn::decoded);
    for (int i = 0; i < numbers.length; i++) {
      for (int j = 0; j < numbers.length; j++) {
        boolean areCompared = i != j && areAlike(i, j) && !areOrdered(j, i);
        int count = areCompared ? ordered(numbers[i], numbers[j]) : 0;
        if (count >= FEWEST_ROWS
            && isMoreThanChance(shuffledShare(numbers[i], numbers[j]), count)) {
          orders.add(new Order(i, j, count));
        }
      }
    }
  }

  /** Returns whether an order is found; columns that are equal where both have values have one. */
  private boolean areOrdered(int lesser, int greater) {
    return orders.stream().anyMatch(one -> one.lesser == lesser && one.greater == greater);
  }

  private boolean areAlike(int one, int other) {
    TableColumn first = schema.modelled().get(one);
    TableColumn second = schema.modelled().get(other);
    return first.kind().unit().equals(second.kind().unit());
  }

  /** Returns the numbers of each column; none of columns without an order. */
  private double[][] numbers(Rows rows, BiFunction<TableColumn, Float, Object> cell) {
    Set<String> distances =
        Relation.distances(schema.derived().stream().map(DerivedColumn::relation));
    return IntStream.range(0, schema.modelled().size())
        .mapToObj(
            place -> {
              TableColumn column = schema.modelled().get(place);
              boolean isOrdered =
                  !column.kind().isNamed()
                      && column.kind().cycle().isEmpty()
                      && !distances.contains(column.name());
              return isOrdered ? numbers(rows, place, cell) : new double[0];
            })
        .toArray(double[][]::new);
  }

  private double[] numbers(Rows rows, int place, BiFunction<TableColumn, Float, Object> cell) {
    TableColumn column = schema.modelled().get(place);
    RowLayout layout = schema.layout();
    float[] values = layout.values(rows, place);
    return IntStream.range(0, values.length)
        .mapToDouble(
            row ->
                layout.isMissing(rows, row, place)
                    ? Double.NaN
                    : DerivedColumn.number(column, cell.apply(column, values[row])))
        .toArray();
  }

  private static boolean isBroken(double lesser, double greater) {
    return lesser - greater > ROUNDING * Math.max(Math.abs(lesser), Math.abs(greater));
  }

  /** Returns the number of rows with both numbers; zero if they are equal or not in this order. */
  private static int ordered(double[] lesser, double[] greater) {
    int count = 0;
    for (int row = 0; row < Math.min(lesser.length, greater.length); row++) {
      if (isBroken(lesser[row], greater[row])) {
        return 0;
      }
      count += Double.isNaN(lesser[row] + greater[row]) ? 0 : 1;
    }
    return count;
  }

  /** Returns whether a number of rows is enough to show a share of broken orders. */
  private static boolean isMoreThanChance(double share, int rows) {
    return share >= LEAST_SHARE && share * rows >= LEAST_ROWS;
  }

  /** The share of pairs of numbers from different rows that are not in their order. */
  private static double shuffledShare(double[] lesser, double[] greater) {
    double[] others = new double[greater.length];
    Arrays.setAll(others, row -> greater[(row + others.length / 2) % others.length]);
    return share(lesser, others);
  }

  /** Returns whether there is no order. */
  public boolean areNone() {
    return orders.isEmpty();
  }

  /** Returns sentences about the orders that draws break more often than the rows admit. */
  public List<String> broken(Rows draws) {
    double[][] numbers = numbers(draws, TableColumn::drawn);
    return orders.stream()
        .map(order -> new Broken(order, share(numbers[order.lesser], numbers[order.greater])))
        .filter(one -> isMoreThanChance(one.share, one.order.rows))
        .sorted(Comparator.comparingDouble(Broken::share).reversed())
        .limit(MOST_SENTENCES)
        .map(this::sentence)
        .toList();
  }

  /** The share of the draws with both numbers in which they are not in their order. */
  private static double share(double[] lesser, double[] greater) {
    int[] both =
        IntStream.range(0, lesser.length)
            .filter(row -> !Double.isNaN(lesser[row] + greater[row]))
            .toArray();
    long broken = IntStream.of(both).filter(row -> isBroken(lesser[row], greater[row])).count();
    return both.length == 0 ? 0 : (double) broken / both.length;
  }

  private String sentence(Broken one) {
    String lesser = Excerpt.of(schema.modelled().get(one.order.lesser).name());
    String greater = Excerpt.of(schema.modelled().get(one.order.greater).name());
    return String.format(
        Locale.ROOT,
        "column %s is at most column %s in all %,d rows, but not in %.0f %% of draws; if that is a"
            + " rule, require \"%1$s <= %2$s\"",
        lesser,
        greater,
        one.order.rows,
        100 * one.share);
  }
}
