package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.sketch.RowsOfGroups;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A column to check, and the columns from which it may follow. */
abstract class Candidate implements Serializable {
  private static final long serialVersionUID = 1;

  final List<Integer> from;
  final int to;
  final List<String> sources;
  final String name;

  /** The places of the columns that are text. */
  final List<Integer> texts;

  private RowsOfGroups rows = RowsOfGroups.ofNone();

  Candidate(List<Scanned> sources, Scanned other) {
    this.from = sources.stream().map(Scanned::place).toList();
    this.to = other.place();
    this.sources = sources.stream().map(source -> source.column().name()).toList();
    this.name = other.column().name();
    this.texts =
        Stream.concat(sources.stream(), Stream.of(other))
            .filter(one -> one.column().isText())
            .map(Scanned::place)
            .toList();
  }

  Candidate(Scanned source, Scanned other) {
    this(List.of(source), other);
  }

  /** Whether all columns are some of the given ones. */
  boolean isOf(List<Scanned> given) {
    List<Integer> places = given.stream().map(Scanned::place).toList();
    return places.contains(to) && places.containsAll(from);
  }

  String of() {
    return sources.get(0);
  }

  /** The text of a cell, a text or a number. */
  static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number + 0.0) : (String) cell;
  }

  /** The number of a cell: of dates the days since 1970, of timestamps the seconds. */
  static double number(Object cell) {
    return cell instanceof Double number
        ? number
        : Moment.parse((String) cell).map(Moment::number).orElse(Double.NaN);
  }

  /** Begins with rows in groups. */
  void begin(RowsOfGroups none) {
    rows = none;
  }

  /**
   * Whether a row agrees. One that repeats the cells of another one of its group agrees as that
   * did, and is not counted.
   *
   * @param cells the cells by the places of columns
   */
  final boolean holdsIn(Object group, List<Object> cells) {
    Object[] row = new Object[from.size() + 2];
    row[0] = group;
    for (int i = 0; i < from.size(); i++) {
      row[i + 1] = cells.get(from.get(i));
    }
    row[row.length - 1] = cells.get(to);
    return holdsIn(Arrays.asList(row));
  }

  private boolean holdsIn(List<Object> row) {
    int last = row.size() - 1;
    return !rows.add(row) || holds(row.subList(1, last), row.get(last));
  }

  /** Whether a row agrees. The cell is missing if and only if one that it follows from is. */
  boolean holds(List<Object> sources, Object cell) {
    boolean isMissing = cell.equals("");
    return isMissing == sources.contains("") && (isMissing || agree(sources, cell));
  }

  /** Whether cells agree, none of which is missing. */
  abstract boolean agree(List<Object> sources, Object cell);

  /** Whether enough different rows support the relation. */
  final boolean isSure() {
    return rows.areAtLeast(Scanned.FEWEST_ROWS + sources.size()) && isLikely();
  }

  /** Whether the cells of the rows that count are unlikely without the relation. */
  boolean isLikely() {
    return true;
  }

  /** Whether the source appears to identify persons and the like, each in a few rows. */
  boolean isOfGroups() {
    return false;
  }

  /** Adds the rows that follow; returns whether all agree. */
  final boolean append(Candidate later) {
    if (later.rows.areStored()) {
      return later.rows.stored().stream().allMatch(this::holdsIn);
    }
    rows.append(later.rows);
    return appendCounted(later);
  }

  /** Adds the rows that follow, each of which counts; returns whether all agree. */
  boolean appendCounted(Candidate later) {
    return true;
  }

  abstract Relation relation();
}
