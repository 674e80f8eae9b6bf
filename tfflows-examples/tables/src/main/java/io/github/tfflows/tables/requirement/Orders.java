package io.github.tfflows.tables.requirement;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.derived.DrawnValues;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Pairs of columns of which one is at most the other in all rows, such as a start and an end. Draws
 * may break such an order, unless it is required. The columns are modelled, at a modelled distance
 * from another one, or sums or products of several others.
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

  /** The moment from which timestamps count, near those of the table, in seconds since 1970. */
  private final double origin;

  private final List<Order> orders = new ArrayList<>();

  /** Two columns, the lesser one first, and the number of rows with both. */
  private record Order(String lesser, String greater, int rows) {}

  private record Broken(Order order, double share) {}

  /** The value of a column, by its place and the numbers of all columns. */
  @FunctionalInterface
  private interface Values {
    Object of(int place, IntToDoubleFunction numbers);
  }

  /**
   * Finds the orders in rows.
   *
   * @param rows events, in any order; equal numbers of a group count once
   */
  public Orders(TableSchema schema, Data rows) {
    this.schema = schema;
    this.origin =
        schema.modelled().stream()
            .filter(Orders::isTimestamp)
            .mapToDouble(column -> ((TimeCoding) column.coding()).epoch())
            .findFirst()
            .orElse(0);
    Data compared = rows.slice(0, Math.min(rows.count(), MOST_ROWS));
    Rows first = compared.x();
    float[] groups = compared.groups().values();
    Values decoded =
        (place, all) -> schema.modelled().get(place).decoded((float) all.applyAsDouble(place));
    Map<String, double[]> numbers = numbers(first, decoded);
    Map<String, String> units = new HashMap<>();
    schema.written().forEach(column -> units.put(column.name(), column.kind().unit()));
    numbers.forEach(
        (one, lesser) ->
            numbers.forEach(
                (other, greater) -> {
                  boolean areAlike = Objects.equals(units.get(one), units.get(other));
                  if (!one.equals(other) && areAlike && !areOrdered(other, one)) {
                    Order order = new Order(one, other, ordered(lesser, greater));
                    add(order, lesser, greater, groups);
                  }
                }));
  }

  /** Adds an order of enough rows, unless numbers of different rows are in this order, too. */
  private void add(Order order, double[] lesser, double[] greater, float... groups) {
    if (order.rows >= FEWEST_ROWS
        && isMoreThanChance(shuffledShare(lesser, greater), order.rows)
        && (groups.length == 0 || different(lesser, greater, groups) >= FEWEST_ROWS)) {
      orders.add(order);
    }
  }

  /** Returns the number of rows that differ in their group or their numbers. */
  private static long different(double[] lesser, double[] greater, float... groups) {
    return IntStream.range(0, groups.length)
        .filter(row -> !Double.isNaN(lesser[row] + greater[row]))
        .mapToObj(row -> List.of(groups[row], lesser[row], greater[row]))
        .distinct()
        .count();
  }

  private static boolean isTimestamp(TableColumn column) {
    return column.kind() instanceof ColumnKind.Timestamp;
  }

  /** Returns whether an order is found; columns that are equal where both have values have one. */
  private boolean areOrdered(String lesser, String greater) {
    return orders.stream()
        .anyMatch(one -> one.lesser.equals(lesser) && one.greater.equals(greater));
  }

  /** Returns the numbers of each column with an order. */
  private Map<String, double[]> numbers(Rows rows, Values values) {
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (int place = 0; place < schema.modelled().size(); place++) {
      TableColumn column = schema.modelled().get(place);
      if (!column.kind().isNamed() && column.kind().cycle().isEmpty()) {
        numbers.put(column.name(), numbers(rows, place, values));
      }
    }
    List<DerivedColumn> open = new ArrayList<>(schema.derived());
    boolean areMore = true;
    while (areMore) {
      areMore = open.removeIf(one -> put(one, numbers));
    }
    numbers
        .keySet()
        .removeAll(Relation.distances(schema.derived().stream().map(DerivedColumn::relation)));
    return numbers;
  }

  /** Computes a column if the columns that it follows from are there; returns whether they are. */
  private static boolean put(DerivedColumn one, Map<String, double[]> numbers) {
    List<String> sources = one.relation().sources();
    if (sources.size() < 2 || !numbers.keySet().containsAll(sources)) {
      return false;
    }
    List<double[]> of = sources.stream().map(numbers::get).toList();
    double[] values = new double[of.get(0).length];
    Arrays.setAll(values, row -> value(one, of.stream().map(source -> source[row]).toList()));
    numbers.put(one.column().name(), values);
    return true;
  }

  private static double value(DerivedColumn one, List<Double> of) {
    if (one.relation() instanceof Relation.Beyond rule) {
      return of.size() == 2 ? of.get(0) + rule.comparison().direction() * of.get(1) : Double.NaN;
    }
    double value =
        one.relation() instanceof Relation.Rounded rounded
            ? rounded.of(of)
            : one.relation() instanceof Relation.Linear sum ? sum.of(of) : Double.NaN;
    return Double.isNaN(value) || one.column().isText()
        ? Double.NaN
        : DerivedColumn.number(one.column(), DerivedColumn.cell(one.column(), value));
  }

  private double[] numbers(Rows rows, int place, Values values) {
    TableColumn column = schema.modelled().get(place);
    RowLayout layout = schema.layout();
    double zero = isTimestamp(column) ? origin : 0;
    return IntStream.range(0, rows.count())
        .mapToDouble(
            row -> {
              IntToDoubleFunction all =
                  other -> rows.values()[row * rows.size() + layout.value(other)];
              return layout.isMissing(rows, row, place)
                  ? Double.NaN
                  : DerivedColumn.number(column, values.of(place, all)) - zero;
            })
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
    Map<String, double[]> numbers = numbers(draws, new DrawnValues(schema)::value);
    return orders.stream()
        .map(order -> new Broken(order, share(order, numbers)))
        .filter(one -> isMoreThanChance(one.share, one.order.rows))
        .sorted(Comparator.comparingDouble(Broken::share).reversed())
        .limit(MOST_SENTENCES)
        .map(this::sentence)
        .toList();
  }

  private static double share(Order order, Map<String, double[]> numbers) {
    double[] none = new double[0];
    return share(
        numbers.getOrDefault(order.lesser, none), numbers.getOrDefault(order.greater, none));
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
    return String.format(
        Locale.ROOT,
        "column %s is at most column %s in all %,d rows, but not in %.0f %% of draws; if that is a"
            + " rule, require \"%1$s <= %2$s\"",
        Excerpt.of(one.order.lesser),
        Excerpt.of(one.order.greater),
        one.order.rows,
        100 * one.share);
  }
}
