package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ContextLayout;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.ndarray.Shape;

/**
 * Values of columns by name, as rows of a model.
 *
 * @param values a text for each given column
 */
public record NamedValues(TableSchema schema, Map<String, String> values) {
  public NamedValues {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the texts of values, which are empty for null. */
  public static NamedValues of(TableSchema schema, Map<String, ?> values) {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, value == null ? "" : value.toString()));
    return new NamedValues(schema, texts);
  }

  /**
   * Returns equal contexts, with a value for each given column; columns with gaps may lack one.
   *
   * @throws IllegalArgumentException if a name is not a given column, a column without gaps has no
   *     value, or a value does not suit its column
   */
  public Rows contexts(int count) {
    List<String> names = schema.given().stream().map(TableColumn::name).toList();
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "the model is not conditioned on \"%s\"; it is on %s"
                .formatted(Excerpt.of(name), names.isEmpty() ? "nothing" : Excerpt.of(names)));
      }
    }
    ContextLayout layout = schema.context();
    float[] row = new float[layout.size()];
    for (int i = 0; i < names.size(); i++) {
      TableColumn column = schema.given().get(i);
      if (!values.containsKey(names.get(i)) && !column.hasGaps()) {
        throw new IllegalArgumentException(
            "the model is conditioned on %s, and %s has no value; expected one for each"
                .formatted(Excerpt.of(names), Excerpt.of(names.get(i))));
      }
      float value = value(column);
      row[i] = Float.isNaN(value) ? column.filler() : value;
      layout.bit(i).ifPresent(bit -> row[bit] = Float.isNaN(value) ? 0 : 1);
    }
    return repeated(count, row);
  }

  /** Returns equal events with these values; an empty text is a missing value. */
  public Rows events(int count) {
    values.keySet().forEach(schema::place);
    int bits = schema.withGaps().size();
    float[] row = new float[bits + schema.modelled().size()];
    int bit = 0;
    for (int i = 0; i < schema.modelled().size(); i++) {
      TableColumn column = schema.modelled().get(i);
      float value = value(column);
      if (column.hasGaps()) {
        row[bit++] = Float.isNaN(value) ? 0 : 1;
      }
      row[bits + i] = Float.isNaN(value) ? column.filler() : value;
    }
    return repeated(count, row);
  }

  /** Returns the number of a value; NaN if it is missing or not given. */
  private float value(TableColumn column) {
    String text = values.get(column.name());
    if (text == null) {
      return Float.NaN;
    }
    if (!Numbers.isMissing(text)) {
      return column.parse(text);
    }
    if (!column.hasGaps()) {
      throw new IllegalArgumentException(
          "column %s: the value is missing, but no row of the fit lacked one; expected a value"
              .formatted(Excerpt.of(column.name())));
    }
    return Float.NaN;
  }

  private static Rows repeated(int count, float... row) {
    float[] rows = new float[Math.multiplyExact(count, row.length)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row[i % row.length];
    }
    return new Rows(rows, Shape.of(row.length), count);
  }
}
