package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.evaluation.Clusters;
import io.github.tfflows.tables.evaluation.ColumnProfile;
import io.github.tfflows.tables.evaluation.Drift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The distribution of the strangeness and of each column's values in the held-out rows of a fit.
 * Tests of drift compare new rows with it. Columns are in the order of {@link TableSchema#all}.
 */
record TableProfile(ColumnProfile strangeness, List<ColumnProfile> columns) {
  TableProfile {
    columns = List.copyOf(columns);
  }

  /**
   * Counts the values of rows.
   *
   * @param groups the group of each row; empty if rows are independent
   */
  static TableProfile of(
      TableSchema schema, float[] strangeness, List<float[]> values, float[] groups) {
    List<ColumnProfile> columns = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      TableColumn column = schema.all().get(i);
      ColumnProfile profile =
          column.kind().isNamed()
              ? ColumnProfile.ofNames(column.names().size(), values.get(i))
              : ColumnProfile.ofNumbers(values.get(i));
      columns.add(profile.grouped(values.get(i), groups));
    }
    return new TableProfile(
        ColumnProfile.ofNumbers(strangeness).grouped(strangeness, groups), columns);
  }

  /** Returns the values of each column in rows; NaN if missing. */
  static List<float[]> values(TableSchema schema, Data rows) {
    RowLayout modelled = schema.layout();
    RowLayout given = schema.context();
    return Stream.concat(
            IntStream.range(0, schema.modelled().size())
                .mapToObj(column -> modelled.values(rows.x(), column)),
            IntStream.range(0, schema.given().size())
                .mapToObj(column -> given.values(rows.context(), column)))
        .toList();
  }

  /**
   * Compares new rows with the counted ones.
   *
   * @param groups the group of each new row; empty if each is of its own group
   */
  Drift drift(TableSchema schema, float[] ofRows, List<float[]> values, float[] groups) {
    double size = Clusters.size(groups);
    Map<String, ColumnProfile.Agreement> agreements = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      agreements.put(schema.all().get(i).name(), columns.get(i).with(values.get(i), size));
    }
    return new Drift(ofRows.length, strangeness.with(ofRows, size), agreements);
  }

  String text() {
    return Stream.concat(Stream.of(strangeness), columns.stream())
        .map(ColumnProfile::text)
        .collect(Collectors.joining("|"));
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it is not a profile of these columns
   */
  static TableProfile parse(TableSchema schema, String text) {
    List<ColumnProfile> all = Stream.of(text.split("\\|", -1)).map(ColumnProfile::parse).toList();
    if (all.size() != schema.all().size() + 1) {
      throw new IllegalArgumentException(
          "expected the profiles of %s columns, got %s"
              .formatted(schema.all().size(), all.size() - 1));
    }
    return new TableProfile(all.get(0), all.subList(1, all.size()));
  }
}
