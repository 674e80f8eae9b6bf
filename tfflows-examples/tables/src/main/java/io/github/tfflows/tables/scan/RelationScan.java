package io.github.tfflows.tables.scan;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A second pass over a table, which checks in every row whether columns follow from others: as
 * linear functions, as other names, or as later dates. Statistics of the first pass tell which
 * pairs to check. Parts of a table can be checked in parallel and then merged.
 */
public final class RelationScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** In fewer rows, columns agree by chance. */
  static final int FEWEST_ROWS = 20;

  /** So many rows for each name make a pair of names more than chance. */
  private static final int ROWS_PER_NAME = 3;

  /**
   * A column of the first pass.
   *
   * @param place its place in a row
   */
  record Scanned(int place, ColumnScan scan, TableColumn column) {
    boolean isNumber() {
      return !column.isText();
    }

    Line.Side side() {
      return Line.Side.of(scan.numbers(), column);
    }
  }

  /** A pair of columns to be checked, at two places in a row. */
  private abstract static class Candidate implements Serializable {
    private static final long serialVersionUID = 1;

    final int from;
    final int to;
    final String of;
    final String name;

    Candidate(Scanned source, Scanned other) {
      this.from = source.place;
      this.to = other.place;
      this.of = source.column.name();
      this.name = other.column.name();
    }

    abstract boolean agree(Object source, Object cell);

    /** Adds the rows that follow; returns whether all agree. */
    abstract boolean append(Candidate later);

    abstract Relation relation();
  }

  private final List<Candidate> candidates = new ArrayList<>();

  /** The candidates that agreed until now. */
  private final BitSet open = new BitSet();

  /** The places of columns whose cells are text, whatever they look like. */
  private final Set<Integer> texts = new HashSet<>();

  private long rows;

  RelationScan() {}

  /** Chooses the pairs among columns, of which each may follow from those before. */
  static RelationScan of(List<Scanned> columns) {
    RelationScan scan = new RelationScan();
    for (int i = 1; i < columns.size(); i++) {
      for (int j = 0; j < i; j++) {
        scan.consider(columns.get(j), columns.get(i));
      }
    }
    return scan;
  }

  private void consider(Scanned source, Scanned other) {
    ColumnScan x = source.scan;
    ColumnScan y = other.scan;
    if (x.count() < FEWEST_ROWS || x.count() != y.count() || x.gaps() != y.gaps()) {
      return;
    }
    if (source.isNumber() && other.isNumber()) {
      Linear.candidates(source, other).forEach(line -> check(source, other, line));
    } else if (source.column.kind().isNamed()) {
      if (Names.isPossible(source, other)) {
        check(source, other, new Names(source, other));
      }
    } else if (source.column.kind().isTemporal() && other.column.kind().isTemporal()) {
      Later.candidate(source, other).ifPresent(later -> check(source, other, later));
    }
  }

  private void check(Scanned source, Scanned other, Candidate candidate) {
    for (Scanned one : List.of(source, other)) {
      if (one.column.isText()) {
        texts.add(one.place);
      }
    }
    open.set(candidates.size());
    candidates.add(candidate);
  }

  /** Returns whether there is no pair to check, or none that agreed until now. */
  public boolean isOver() {
    return open.isEmpty();
  }

  /** Checks a row. */
  public void add(RowCursor row) {
    Map<Integer, Object> cells = new HashMap<>();
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
      Candidate candidate = candidates.get(i);
      Object source = cells.computeIfAbsent(candidate.from, place -> cell(row, place));
      Object cell = cells.computeIfAbsent(candidate.to, place -> cell(row, place));
      open.set(i, candidate.agree(source, cell));
    }
    rows++;
  }

  private Object cell(RowCursor row, int place) {
    double number = texts.contains(place) ? Double.NaN : TableColumn.seen(row.number(place));
    if (!Double.isNaN(number)) {
      return number;
    }
    String text = row.text(place);
    return text == null ? "" : text;
  }

  /**
   * Merges the checks of two parts. Use neither of them afterwards, but the returned one.
   *
   * @param later the check of the rows that follow, which began with the same pairs
   */
  public RelationScan mergedWith(RelationScan later) {
    open.and(later.open);
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
      open.set(i, candidates.get(i).append(later.candidates.get(i)));
    }
    rows += later.rows;
    return this;
  }

  /** The relations by the name of the column that follows, each from one that does not. */
  Map<String, Relation> found() {
    Map<String, Relation> found = new LinkedHashMap<>();
    if (rows > 0) {
      open.stream()
          .mapToObj(candidates::get)
          .filter(candidate -> !found.containsKey(candidate.of))
          .forEach(candidate -> found.putIfAbsent(candidate.name, candidate.relation()));
    }
    return found;
  }

  /** A linear function of numbers. */
  private static final class Linear extends Candidate {
    private static final long serialVersionUID = 1;

    private final Line line;

    private Linear(Scanned source, Scanned other, Line line) {
      super(source, other);
      this.line = line;
    }

    /** The lines through the ends of both columns, if their shapes are the same. */
    static List<Candidate> candidates(Scanned source, Scanned other) {
      return Line.between(source.side(), other.side()).stream()
          .<Candidate>map(line -> new Linear(source, other, line))
          .toList();
    }

    @Override
    boolean agree(Object source, Object cell) {
      return (source instanceof Double x && cell instanceof Double y)
          ? line.contains(x, y)
          : source.equals(cell); // both missing
    }

    @Override
    boolean append(Candidate later) {
      return true;
    }

    @Override
    Relation relation() {
      return new Relation.Linear(of, line.slope(), line.intercept());
    }
  }

  /** Another value for each name. */
  private static final class Names extends Candidate {
    private static final long serialVersionUID = 1;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();

    Names(Scanned source, Scanned other) {
      super(source, other);
    }

    static boolean isPossible(Scanned source, Scanned other) {
      NameScan names = source.scan.names();
      return !names.hasTooMany()
          && source.scan.count() >= ROWS_PER_NAME * (long) names.size() + FEWEST_ROWS
          && (other.isNumber()
              || (other.column.kind().isNamed() && names.hasCountsOf(other.scan.names())));
    }

    @Override
    boolean agree(Object source, Object cell) {
      return add(text(source), text(cell));
    }

    private static String text(Object cell) {
      return cell instanceof Double number ? Numbers.text(number + 0.0) : (String) cell;
    }

    private boolean add(String name, String value) {
      String known = values.putIfAbsent(name, value);
      String same = names.putIfAbsent(value, name);
      return (known == null || known.equals(value))
          && (same == null || same.equals(name))
          && name.isEmpty() == value.isEmpty();
    }

    @Override
    boolean append(Candidate later) {
      return ((Names) later)
          .values.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
    }

    @Override
    Relation relation() {
      Map<String, String> pairs = new LinkedHashMap<>(new TreeMap<>(values));
      pairs.remove("");
      return new Relation.Renamed(of, pairs);
    }
  }

  /** Dates some time later. */
  private static final class Later extends Candidate {
    private static final long serialVersionUID = 1;

    private final Duration by;

    private Later(Scanned source, Scanned other, Duration by) {
      super(source, other);
      this.by = by;
    }

    static Optional<Candidate> candidate(Scanned source, Scanned other) {
      TimeScan from = source.scan.moments();
      TimeScan to = other.scan.moments();
      Optional<Duration> by = to.since(from);
      return from.form() == to.form() && from.form() != Moment.Form.TIME
          ? by.map(shift -> new Later(source, other, shift))
          : Optional.empty();
    }

    @Override
    boolean agree(Object source, Object cell) {
      Optional<Moment> from = Moment.parse((String) source);
      Optional<Moment> to = Moment.parse((String) cell);
      return (from.isPresent() && to.isPresent())
          ? Duration.between(from.get().at(), to.get().at()).equals(by)
          : source.equals(cell);
    }

    @Override
    boolean append(Candidate later) {
      return true;
    }

    @Override
    Relation relation() {
      return new Relation.Shifted(of, by);
    }
  }
}
