package io.github.tfflows.tables;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The choice of a model's columns. Kinds that are not declared are inferred from the data.
 *
 * @param modelled the columns of the density; empty for all that are neither given nor left out
 * @param given the columns to condition on
 * @param without the columns to leave out where {@code modelled} is empty
 * @param kinds declared kinds by column
 * @param repeats the treatment of numbers that many rows share
 */
public record TableScan(
    List<String> modelled,
    List<String> given,
    List<String> without,
    Map<String, ColumnKind> kinds,
    Repeats repeats)
    implements Serializable {
  /** The treatment of numbers that many rows share, such as an amount of zero. */
  public enum Repeats {
    /** They have a probability of their own; the flow must allow absent entries. */
    MASS,

    /** They have a density, as all others. */
    DENSITY
  }

  /** Copies the lists. */
  public TableScan {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    without = List.copyOf(without);
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
  }

  /** Chooses columns whose repeated numbers have a probability of their own. */
  public TableScan(
      List<String> modelled,
      List<String> given,
      List<String> without,
      Map<String, ColumnKind> kinds) {
    this(modelled, given, without, kinds, Repeats.MASS);
  }

  /**
   * Returns the choice of all columns, with inferred kinds.
   *
   * @return a scan without conditions
   */
  public static TableScan all() {
    return new TableScan(List.of(), List.of(), List.of(), Map.of());
  }

  /**
   * Determines the columns in one pass over a table. A column that is constant is left out, unless
   * it is named to be modelled or given.
   *
   * @param source the table
   * @param missing the treatment of missing values; only if they are modelled has a column gaps
   * @return the columns
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if columns cannot be used, naming them and the reasons
   */
  public TableSchema of(TableSource source, Missing missing) throws IOException {
    return scanned(source, missing).schema();
  }

  /**
   * Determines the columns as {@link #of} does, and returns the notes about them, too.
   *
   * @param source the table
   * @param missing the treatment of missing values; only if they are modelled has a column gaps
   * @return the columns and the notes
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if columns cannot be used, naming them and the reasons
   */
  public ScannedTable scanned(TableSource source, Missing missing) throws IOException {
    PartialScan rows = begin(source.name(), source.columns());
    try (RowCursor cursor = source.open()) {
      while (cursor.next()) {
        rows.add(cursor);
      }
    }
    return rows.scanned(source.name(), missing);
  }

  /**
   * Begins a scan of some rows of a table, to be merged with those of others.
   *
   * @param tableName the name of the table in messages
   * @param columns the names of the table's columns in order, each once
   * @return the statistics of no rows
   * @throws IllegalArgumentException if the table does not have the columns of this choice, or one
   *     of them is asked for twice
   */
  public PartialScan begin(String tableName, List<String> columns) {
    Header header = new Header(tableName, columns);
    List<String> all = new ArrayList<>(events(header));
    all.addAll(given);
    requireOnce(all);
    PartialScan rows = new PartialScan(this, header, all);
    kinds.keySet().forEach(header::indexOf);
    return rows;
  }

  /** Begins a scan of a column. */
  ColumnScan column(String name) {
    return new ColumnScan(name, kinds.get(name), repeats(name));
  }

  private Repeats repeats(String name) {
    return given.contains(name) ? Repeats.DENSITY : repeats;
  }

  /** Returns this choice with another treatment of numbers that many rows share. */
  public TableScan withRepeats(Repeats wanted) {
    return new TableScan(modelled, given, without, kinds, wanted);
  }

  /** Returns this choice without another column. */
  public TableScan leavingOut(String column) {
    List<String> left = new ArrayList<>(without);
    left.add(column);
    return new TableScan(modelled, given, left, kinds, repeats);
  }

  private List<String> events(Header header) {
    without.forEach(header::indexOf);
    if (!modelled.isEmpty()) {
      return modelled;
    }
    List<String> events = new ArrayList<>(header.columns());
    events.removeAll(given);
    events.removeAll(without);
    return events;
  }

  private static void requireOnce(List<String> names) {
    Set<String> seen = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "the column %s is asked for twice; expected it once, modelled or given"
                .formatted(Excerpt.of(name)));
      }
    }
  }
}
