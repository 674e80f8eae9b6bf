package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.Relation.Comparison;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.sketch.Bulk;
import io.github.tfflows.tables.sketch.RowsOfGroups;
import io.github.tfflows.tables.sketch.ValueSample;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A search for columns of numbers, dates or timestamps that are close to another one, such as the
 * end of a trip to its start. A flow on both columns would blur their distance.
 *
 * <p>Two columns are close if their distances spread over at most a fiftieth of the spread of
 * either column. Dates and timestamps are also close if their distances are never negative and
 * spread over at most a tenth, or if they repeat, such as the terms of payment between the dates of
 * an invoice, or the distance zero of rows that never changed.
 */
public final class CloseColumns {
  private static final double LARGEST_SHARE = 0.02;

  /** The largest share for dates and timestamps of which one is never before the other. */
  private static final double LARGEST_SHARE_IN_ORDER = 0.1;

  /** The least share of equal pairs of distances that repeat, and its ratio to that of the ends. */
  private static final double LEAST_REPEATS = 0.04;

  private static final double LEAST_RATIO = 10;

  /** The largest share of ends that distances of other rows may move to other weekdays. */
  private static final double MOST_MOVED = 0.15;

  private static final int DAYS = 7;

  /** A prime number above the sizes of samples, to visit the distances in another order. */
  private static final long STRIDE = 7_919;

  /** The largest share in the first rows. In tables in ascending order, these spread less. */
  private static final double LARGEST_SHARE_AT_FIRST = 0.2;

  private static final int FIRST_ROWS = 1_000;
  private static final int FEWEST_ROWS = 50;

  private final List<Pair> pairs;
  private final int firstRows;

  private CloseColumns(List<Pair> pairs, int firstRows) {
    this.pairs = pairs;
    this.firstRows = firstRows;
  }

  /**
   * Searches the first rows, and all rows if any columns are close in these.
   *
   * @param names the columns of which close ones are sought
   * @param given those that follow from no other
   * @param groups the column of groups, if rows are in groups
   */
  public static CloseColumns of(
      TableSource table, List<String> names, Set<String> given, @Nullable String groups)
      throws IOException {
    if (names.size() < 2) {
      return new CloseColumns(List.of(), 0);
    }
    List<Column> columns = names.stream().map(name -> new Column(name, table)).toList();
    int rows = 0;
    try (RowCursor row = table.open()) {
      while (rows < FIRST_ROWS && row.next()) {
        columns.forEach(column -> column.add(row));
        rows++;
      }
    }
    List<Column> comparable = columns.stream().filter(Column::isComparable).toList();
    List<Pair> close = close(table, pairs(comparable, given, groups), groups);
    return new CloseColumns(close, rows);
  }

  private static List<Pair> close(TableSource table, List<Pair> pairs, @Nullable String groups)
      throws IOException {
    if (pairs.isEmpty()) {
      return pairs;
    }
    Integer place = groups == null ? null : table.indexOf(groups);
    try (RowCursor row = table.open()) {
      while (row.next()) {
        Object group = RowsOfGroups.group(row, place);
        pairs.forEach(pair -> pair.add(row, group));
      }
    }
    return pairs.stream().filter(Pair::isClose).toList();
  }

  /** Returns the number of the rows that were read first. */
  public int firstRows() {
    return firstRows;
  }

  /** Returns the number of columns that are close to another one. */
  public int count() {
    return pairs.size();
  }

  /** Returns the pairs whose distances are not sums of columns by the rules of a table. */
  public CloseColumns without(Map<String, Relation> rules) {
    List<Pair> others = pairs.stream().filter(pair -> !pair.isSum(rules)).toList();
    return new CloseColumns(others, firstRows);
  }

  /**
   * Returns the pairs whose distances lead to the point masses of a column. Far ones do not, such
   * as those to an end of 9999-12-31.
   *
   * @param massed the names of the columns with point masses
   */
  public CloseColumns keeping(Set<String> massed) {
    List<Pair> others =
        pairs.stream()
            .filter(pair -> !(pair.isFarSomewhere() && massed.contains(pair.to.name)))
            .toList();
    return new CloseColumns(others, firstRows);
  }

  /**
   * Returns rules, and those of the columns that are close to others.
   *
   * @param columns the names of the table's columns
   */
  public Requirements with(Map<String, Relation> rules, List<String> columns) {
    Map<String, Relation> relations = new LinkedHashMap<>(rules);
    Map<String, ColumnKind> kinds = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Relation.Beyond rule = pair.rule();
      if (!columns.contains(rule.distance())) {
        relations.put(pair.to.name, rule);
        pair.kind().ifPresent(kind -> kinds.put(rule.distance(), kind));
      }
    }
    return new Requirements(relations, kinds, List.of());
  }

  /**
   * Returns pairs of each column with the closest column before it. Given columns come before
   * others, full ones before those with gaps, and lesser ones before greater ones.
   */
  private static List<Pair> pairs(
      List<Column> columns, Set<String> given, @Nullable String groups) {
    Comparator<Column> isOther = Comparator.comparing(column -> !given.contains(column.name));
    List<Column> order =
        columns.stream()
            .sorted(isOther.thenComparing(Column::missing).thenComparing(Column::mean))
            .toList();
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      Column to = order.get(i);
      double least = Double.POSITIVE_INFINITY;
      @Nullable Column closest = null;
      for (Column from : given.contains(to.name) ? List.<Column>of() : order.subList(0, i)) {
        double apart = from.apart(to);
        closest = apart < least ? from : closest;
        least = Math.min(least, apart);
      }
      if (closest != null) {
        boolean isFromGiven = given.contains(closest.name);
        pairs.add(new Pair(closest.cell(), to.cell(), isFromGiven, RowsOfGroups.in(groups)));
      }
    }
    return pairs;
  }

  /** A column of numbers, or of moments of a form. */
  private record Cell(String name, int place, Moment.@Nullable Form form) {
    /** Returns the number of the cell in a row; NaN if it is missing or has another form. */
    double number(RowCursor row) {
      double number = row.number(place);
      return Moment.of(row, place)
          .filter(moment -> moment.form() == form)
          .map(Moment::number)
          .orElse(TableColumn.seen(number));
    }
  }

  /** A column, and its numbers in the first rows; NaN where a value is missing. */
  private static final class Column {
    private final String name;
    private final int place;
    private final double[] numbers = new double[FIRST_ROWS];
    private int rows;

    /** The forms of its values; empty for numbers and other texts. */
    private final Set<Optional<Moment.Form>> forms = new HashSet<>();

    private boolean isMeasured = true;
    private int[] present = new int[0];

    /** The width of its first numbers, which is compared with those of all other columns. */
    private double widthAtFirst;

    Column(String name, TableSource table) {
      this.name = name;
      this.place = table.indexOf(name);
    }

    /** Adds a row; of a column with other texts, rows do not matter. */
    void add(RowCursor row) {
      if (!isMeasured) {
        return;
      }
      double number = row.number(place);
      Optional<Moment> moment = Moment.of(row, place);
      if (!Double.isNaN(number) || row.text(place) != null) {
        forms.add(moment.map(Moment::form));
        isMeasured =
            !Double.isNaN(number) || moment.filter(at -> at.form() != Moment.Form.TIME).isPresent();
      }
      numbers[rows++] = moment.map(Moment::number).orElse(TableColumn.seen(number));
    }

    /** Ends the rows; returns whether the column can be close to others. */
    boolean isComparable() {
      present = IntStream.range(0, rows).filter(row -> !Double.isNaN(numbers[row])).toArray();
      boolean isComparable = isMeasured && forms.size() == 1 && present.length >= FEWEST_ROWS;
      widthAtFirst = isComparable ? width(first()) : 0;
      return isComparable;
    }

    private int[] first() {
      return Arrays.copyOf(present, FEWEST_ROWS);
    }

    private Moment.@Nullable Form form() {
      return forms.iterator().next().orElse(null);
    }

    Cell cell() {
      return new Cell(name, place, form());
    }

    int missing() {
      return rows - present.length;
    }

    double mean() {
      return IntStream.of(present).mapToDouble(row -> numbers[row]).average().orElse(0);
    }

    /**
     * Returns the spread of the distances to another column; infinite if that one cannot be close,
     * or has values in rows in which this one has none.
     */
    double apart(Column to) {
      boolean isCompared =
          form() == to.form()
              && canBeClose(to, to.widthAtFirst, to.first())
              && IntStream.of(to.present).noneMatch(row -> Double.isNaN(numbers[row]))
              && canBeClose(to, to.width(to.present), to.present);
      return isCompared ? width(to, to.present) : Double.POSITIVE_INFINITY;
    }

    /**
     * Whether some rows, in which a column has a width, admit that it is close; those of moments
     * do, since they ascend.
     */
    private boolean canBeClose(Column to, double width, int... some) {
      if (form() != null) {
        return true;
      }
      double apart = width(to, some);
      return !(apart > LARGEST_SHARE_AT_FIRST * width)
          && !(apart > LARGEST_SHARE_AT_FIRST * width(some));
    }

    private double width(Column to, int... some) {
      double[] distances = new double[some.length];
      Arrays.setAll(distances, i -> to.numbers[some[i]] - numbers[some[i]]);
      return Bulk.width(distances);
    }

    private double width(int... some) {
      double[] own = new double[some.length];
      Arrays.setAll(own, i -> numbers[some[i]]);
      return Bulk.width(own);
    }
  }

  /** Two columns, of which one can follow from the other and the distance, in all rows. */
  private static final class Pair {
    private final Cell from;
    private final Cell to;
    private final boolean isFromGiven;
    private final RowsOfGroups rows;
    private final ValueSample starts = new ValueSample();
    private final ValueSample ends = new ValueSample();
    private final ValueSample distances = new ValueSample();
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private boolean isWhole = true;
    private boolean isMeasured = true;

    Pair(Cell from, Cell to, boolean isFromGiven, RowsOfGroups rows) {
      this.from = from;
      this.to = to;
      this.isFromGiven = isFromGiven;
      this.rows = rows;
    }

    void add(RowCursor row, Object group) {
      double start = from.number(row);
      double end = to.number(row);
      if (Double.isNaN(end)) {
        isMeasured &= row.text(to.place) == null;
        return;
      }
      isMeasured &= !Double.isNaN(start);
      double distance = end - start;
      if (rows.add(List.of(group, start, end))) {
        starts.add(start);
        ends.add(end);
        distances.add(distance);
      }
      least = Math.min(least, distance);
      greatest = Math.max(greatest, distance);
      isWhole &= distance == Math.rint(distance);
    }

    boolean isClose() {
      Bulk apart = new Bulk(distances.sorted());
      Bulk end = new Bulk(ends.sorted());
      double width = Math.min(new Bulk(starts.sorted()).width(), end.width());
      double often = Math.max(LEAST_REPEATS, LEAST_RATIO * end.repeats());
      boolean isNear = apart.width() <= LARGEST_SHARE * width;
      boolean isInOrder = least >= 0 && apart.width() <= LARGEST_SHARE_IN_ORDER * width;
      boolean isNearInTime =
          to.form != null
              && (isInOrder || apart.repeats() >= often)
              && (to.form != Moment.Form.DATE || keepsWeekdays());
      return isMeasured
          && rows.areAtLeast(FEWEST_ROWS)
          && apart.width() > 0
          && (isNear || isNearInTime);
    }

    /** Whether starts and the distances of other rows lead to the weekdays of the ends. */
    private boolean keepsWeekdays() {
      double[] from = starts.sorted();
      double[] apart = distances.sorted();
      int[] more = new int[DAYS];
      for (int i = 0; i < from.length; i++) {
        double end = from[i] + apart[(int) (i * STRIDE % from.length)];
        more[Math.floorMod((long) end, DAYS)]++;
      }
      DoubleStream.of(ends.sorted()).forEach(end -> more[Math.floorMod((long) end, DAYS)]--);
      return IntStream.of(more).map(Math::abs).sum() <= 2 * MOST_MOVED * from.length;
    }

    /** Whether some distance is far from nearly all others. */
    boolean isFarSomewhere() {
      Bulk.Reach reach = new Bulk(distances.sorted()).reach();
      return !reach.contains(least) || !reach.contains(greatest);
    }

    /**
     * Returns the rule of the later column. It is below the earlier one only if that one is given,
     * since columns on both sides of a missing one could not be completed.
     */
    Relation.Beyond rule() {
      boolean isBelow = greatest <= 0 && isFromGiven;
      Comparison comparison =
          least >= 0 ? Comparison.AT_LEAST : isBelow ? Comparison.AT_MOST : Comparison.CLOSE;
      String distance =
          comparison == Comparison.AT_MOST
              ? from.name + " - " + to.name
              : to.name + " - " + from.name;
      return new Relation.Beyond(List.of(from.name), distance, comparison, "");
    }

    /** Whether the distance is a sum of columns, or determines one. */
    boolean isSum(Map<String, Relation> rules) {
      String distance = rule().distance();
      Set<Set<String>> same = Set.of(Set.of(distance), Set.of(from.name, to.name));
      return isSum(rules.get(distance))
          || rules.values().stream()
              .filter(Pair::isSum)
              .anyMatch(sum -> same.contains(Set.copyOf(sum.sources())));
    }

    private static boolean isSum(@Nullable Relation rule) {
      return rule instanceof Relation.Linear || rule instanceof Relation.Equal;
    }

    /** Returns the kind of the distance, if no row has it below zero. */
    Optional<ColumnKind> kind() {
      return rule().comparison() == Comparison.CLOSE
          ? Optional.empty()
          : Optional.of(isWhole ? new ColumnKind.Count() : new ColumnKind.Positive());
    }
  }
}
