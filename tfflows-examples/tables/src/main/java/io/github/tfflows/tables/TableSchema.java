package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /**
   * Returns the width of the dequantization noise of each modelled column.
   *
   * @return one for discrete columns, zero for others
   */
  public float[] spacing() {
    float[] spacing = new float[modelled.size()];
    for (int i = 0; i < spacing.length; i++) {
      spacing[i] = modelled.get(i).kind().isDiscrete() ? 1 : 0;
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
      columns.add(new TableColumn(entries.getOrDefault(key(role, i, NAME), ""), kind, names));
    }
    return columns;
  }

  private static String key(String role, int index, String what) {
    return "table.%s.%d.%s".formatted(role, index, what);
  }
}
