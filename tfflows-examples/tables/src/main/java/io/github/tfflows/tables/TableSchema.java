package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The columns of a model, which are exported with its description.
 *
 * @param modelled the columns of the density, in the order of the flow's features
 * @param given the columns of the condition, in the order of the context; empty for an
 *     unconditional density
 */
public record TableSchema(List<TableColumn> modelled, List<TableColumn> given) {
  private static final String MODELLED = "modelled";
  private static final String GIVEN = "given";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String GAPS = "gaps";
  private static final String STEP = "step";
  private static final String VALUE = "value.";

  /**
   * Copies the columns.
   *
   * @throws IllegalArgumentException if no column is modelled
   */
  public TableSchema {
    modelled = List.copyOf(modelled);
    given = List.copyOf(given);
    if (modelled.isEmpty()) {
      throw new IllegalArgumentException("expected at least one column to model");
    }
  }

  /**
   * Returns all columns, those modelled first.
   *
   * @return the columns
   */
  public List<TableColumn> all() {
    List<TableColumn> all = new ArrayList<>(modelled);
    all.addAll(given);
    return all;
  }

  /** Returns the modelled columns that have gaps. */
  public List<TableColumn> withGaps() {
    return modelled.stream().filter(TableColumn::hasGaps).toList();
  }

  /** Returns the number of modelled columns that are numbers. */
  public int numbers() {
    return (int) modelled.stream().filter(column -> !column.kind().isNamed()).count();
  }

  /** Returns whether the model has a density by numbers alone, without names and gaps. */
  public boolean isNumeric() {
    return numbers() == modelled.size() && withGaps().isEmpty();
  }

  /**
   * Returns the names of the entries of an event: one for each column with gaps, which is one where
   * the value is there, and then the columns.
   */
  public List<String> entryNames() {
    return Stream.concat(
            withGaps().stream().map(column -> column.name() + " present"),
            modelled.stream().map(TableColumn::name))
        .toList();
  }

  /** Returns the width of the dequantization noise of each entry of an event: the column's step. */
  public float[] spacing() {
    int bits = withGaps().size();
    float[] spacing = new float[bits + modelled.size()];
    for (int i = 0; i < modelled.size(); i++) {
      spacing[bits + i] = (float) modelled.get(i).step();
    }
    return spacing;
  }

  /**
   * Returns the entries of a model's description that {@link #of} reads.
   *
   * @return name, kind and values of each column, by key
   */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    add(entries, MODELLED, modelled);
    add(entries, GIVEN, given);
    return entries;
  }

  private static void add(Map<String, String> entries, String role, List<TableColumn> columns) {
    for (int i = 1; i <= columns.size(); i++) {
      TableColumn column = columns.get(i - 1);
      entries.put(key(role, i, NAME), column.name());
      entries.put(key(role, i, KIND), column.kind().text());
      if (column.hasGaps()) {
        entries.put(key(role, i, GAPS), Gaps.SOME.name());
      }
      if (column.step() > 0) {
        entries.put(key(role, i, STEP), Double.toString(column.step()));
      }
      for (int k = 1; k <= column.names().size(); k++) {
        entries.put(key(role, i, VALUE + k), column.names().get(k - 1));
      }
    }
  }

  /**
   * Reads the columns from a model's description.
   *
   * @param description of a model that was fitted to a table
   * @return the columns
   * @throws IllegalArgumentException if it has no columns
   */
  public static TableSchema of(ModelDescription description) {
    Map<String, String> entries = description.entries();
    if (!entries.containsKey(key(MODELLED, 1, NAME))) {
      throw new IllegalArgumentException(
          "the model does not name its columns; expected one that was fitted to a table");
    }
    return new TableSchema(columns(entries, MODELLED), columns(entries, GIVEN));
  }

  private static List<TableColumn> columns(Map<String, String> entries, String role) {
    List<TableColumn> columns = new ArrayList<>();
    for (int i = 1; entries.containsKey(key(role, i, NAME)); i++) {
      List<String> names = new ArrayList<>();
      for (int k = 1; entries.containsKey(key(role, i, VALUE + k)); k++) {
        names.add(entries.getOrDefault(key(role, i, VALUE + k), ""));
      }
      ColumnKind kind = ColumnKind.parse(entries.getOrDefault(key(role, i, KIND), ""));
      Gaps gaps = entries.containsKey(key(role, i, GAPS)) ? Gaps.SOME : Gaps.NONE;
      String name = entries.getOrDefault(key(role, i, NAME), "");
      double step = Double.parseDouble(entries.getOrDefault(key(role, i, STEP), "0"));
      columns.add(new TableColumn(name, kind, names, gaps, step));
    }
    return columns;
  }

  private static String key(String role, int index, String what) {
    return "table.%s.%d.%s".formatted(role, index, what);
  }
}
