package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.JsonText;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table in the body of a request: objects by the names of columns (null is a missing
 * value), in a list or as {@code {"rows": […]}}, or one row alone. A body and an answer have at
 * most {@code most} rows.
 */
record RowsBody(List<Map<String, @Nullable Object>> rows, int most) {
  /**
   * Reads a body.
   *
   * @throws IllegalArgumentException if it has no row, too many, or a cell that does not suit a
   *     column of the model, with its place
   */
  static RowsBody read(byte[] body, TableModel model, int most) {
    List<String> columns = columns(model);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    Json.rows(
        body,
        (row, isAlone) -> {
          if (rows.size() == most) {
            throw new IllegalArgumentException(
                "expected at most %s rows in the body, got more".formatted(most));
          }
          rows.add(row(row, isAlone ? "the row" : "row " + (rows.size() + 1), columns));
        });
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("expected a row in the body, got none");
    }
    return new RowsBody(rows, most);
  }

  private static List<String> columns(TableModel model) {
    return model.schema().written().stream().map(TableColumn::name).toList();
  }

  private static Map<String, @Nullable Object> row(
      JsonNode row, String place, List<String> columns) {
    if (!row.isObject()) {
      throw new IllegalArgumentException(
          "expected %s as an object of columns, got %s"
              .formatted(place, JsonText.shortened(row.toString())));
    }
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> cell : row.properties()) {
      if (!columns.contains(cell.getKey())) {
        throw new IllegalArgumentException(
            "%s has a column %s; expected those of the model: %s"
                .formatted(place, JsonText.shortened(cell.getKey()), columns));
      }
      values.put(cell.getKey(), value(cell.getValue(), place + ", " + cell.getKey()));
    }
    return values;
  }

  private static @Nullable Object value(JsonNode cell, String place) {
    if (cell.isContainerNode()) {
      throw new IllegalArgumentException(
          "%s: expected a number, a text, true, false or null, got %s"
              .formatted(place, JsonText.shortened(cell.toString())));
    }
    if (cell.isNull()) {
      return null;
    }
    return cell.isNumber() ? cell.numberValue() : cell.asText();
  }

  Reading reading() {
    return Reading.whole(rows.size());
  }

  TableSource source() {
    return TableSources.ofMaps("the request", rows);
  }

  /** The columns of which a row has a value. */
  Set<String> given() {
    return rows.stream()
        .flatMap(row -> row.entrySet().stream())
        .filter(cell -> cell.getValue() != null && !cell.getValue().equals(""))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * The texts of the only row, by column; empty for a missing value.
   *
   * @throws IllegalArgumentException if there are several rows
   */
  Map<String, String> texts() {
    if (rows.size() > 1) {
      throw new IllegalArgumentException(
          "expected one row of given values in the body, got " + rows.size());
    }
    Map<String, String> texts = new LinkedHashMap<>();
    rows.get(0).forEach((name, value) -> texts.put(name, value == null ? "" : value.toString()));
    return texts;
  }
}
