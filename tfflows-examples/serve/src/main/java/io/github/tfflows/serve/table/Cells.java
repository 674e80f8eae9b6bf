package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import java.util.List;
import java.util.Set;

/** Cells of rows as JSON: null for a missing value, and texts for infinite numbers. */
final class Cells {
  /** Below this, doubles hold every whole number. */
  private static final double EXACT = 1L << 53;

  private static final Set<String> TRUTHS = Set.of("false", "true");

  static ObjectNode row(List<TableColumn> columns, List<Object> values) {
    ObjectNode row = Json.object();
    for (int i = 0; i < columns.size(); i++) {
      put(row, columns.get(i), values.get(i));
    }
    return row;
  }

  /** Puts the value of a column, which may be its text. */
  private static void put(ObjectNode row, TableColumn column, Object value) {
    boolean isNumber = !column.kind().isNamed() && !column.kind().isTemporal();
    if (value instanceof String text && !text.isEmpty() && isNumber) {
      put(row, column.name(), Double.valueOf(text));
    } else if (column.kind() instanceof ColumnKind.Bool && TRUTHS.contains(value.toString())) {
      row.put(column.name(), Boolean.parseBoolean(value.toString()));
    } else {
      put(row, column.name(), value);
    }
  }

  static void put(ObjectNode row, String name, Object value) {
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      if (Double.isNaN(number)) {
        row.putNull(name);
      } else if (Double.isInfinite(number)) {
        row.put(name, value.toString());
      } else if (number == Math.rint(number) && Math.abs(number) < EXACT) {
        row.put(name, (long) number);
      } else if (value instanceof Float single) {
        row.put(name, single);
      } else {
        row.put(name, number);
      }
    } else if (value instanceof Number whole) {
      row.put(name, whole.longValue());
    } else if (value.toString().isEmpty()) {
      row.putNull(name);
    } else {
      row.put(name, value.toString());
    }
  }

  private Cells() {}
}
