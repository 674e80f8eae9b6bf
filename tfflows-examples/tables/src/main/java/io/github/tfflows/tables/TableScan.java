package io.github.tfflows.tables;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
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
    Repeats repeats) {
  private static final int FEWEST_ROWS = 10;

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
    kinds = Map.copyOf(kinds);
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
    List<String> all = new ArrayList<>(events(source));
    all.addAll(given);
    requireOnce(all);
    int[] indices = all.stream().mapToInt(source::indexOf).toArray();
    kinds.keySet().forEach(source::indexOf);
    List<ColumnScan> scans =
        all.stream().map(name -> new ColumnScan(name, kinds.get(name), repeats(name))).toList();
    scan(source, indices, scans);
    Set<String> required = new HashSet<>(modelled);
    required.addAll(given);
    ScannedTable found = ScannedTable.of(source.name(), scans, given.size(), required);
    return new ScannedTable(withGaps(found.schema(), missing), found.notes());
  }

  private Repeats repeats(String name) {
    return given.contains(name) ? Repeats.DENSITY : repeats;
  }

  /** Returns this choice with another treatment of numbers that many rows share. */
  public TableScan withRepeats(Repeats wanted) {
    return new TableScan(modelled, given, without, kinds, wanted);
  }

  private static TableSchema withGaps(TableSchema found, Missing missing) {
    List<TableColumn> complete = found.modelled().stream().map(TableColumn::complete).toList();
    return new TableSchema(
        missing == Missing.MODEL ? found.modelled() : complete,
        found.given().stream().map(TableColumn::complete).toList());
  }

  private List<String> events(TableSource source) {
    without.forEach(source::indexOf);
    if (!modelled.isEmpty()) {
      return modelled;
    }
    List<String> events = new ArrayList<>(source.columns());
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

  private static void scan(TableSource source, int[] indices, List<ColumnScan> scans)
      throws IOException {
    long rows = 0;
    try (RowCursor cursor = source.open()) {
      for (; cursor.next(); rows++) {
        for (int i = 0; i < indices.length; i++) {
          scans.get(i).accept(cursor, indices[i]);
        }
      }
    }
    if (rows < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "%s has %d %s; expected at least %d to fit a flow"
              .formatted(source.name(), rows, rows == 1 ? "row" : "rows", FEWEST_ROWS));
    }
  }
}
