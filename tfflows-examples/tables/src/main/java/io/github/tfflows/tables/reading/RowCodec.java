package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.derived.DrawnValues;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * Converts cells to the numbers of a model and back. Values given by name have the forms of {@link
 * TableSources#ofMaps}: texts, numbers, or objects whose text is a value. Null and an empty text
 * are missing values.
 */
public final class RowCodec {
  private final TableSchema schema;
  private final RowLayout events;
  private final RowLayout contexts;
  private final DrawnValues drawn;
  private final DerivedCells derived;

  /** Creates the codec of the columns of a model. */
  public RowCodec(TableSchema schema) {
    this.schema = schema;
    this.events = schema.layout();
    this.contexts = schema.context();
    this.drawn = new DrawnValues(schema);
    this.derived = DerivedCells.of(schema.derived(), schema.all());
  }

  /**
   * Returns texts by name, with values of the model's columns in place of values of derived
   * columns.
   *
   * @param values a value for each column that is given
   * @throws IllegalArgumentException if a name is no column, or two of them do not agree
   */
  public Map<String, String> sources(Map<String, ?> values) {
    RowKeys.requireColumns(schema, values.keySet());
    return derived.sources(texts(values));
  }

  /**
   * Returns texts by name as {@link #sources} does, without values that draws are to agree with.
   *
   * @throws IllegalArgumentException if a name is no column, or two of them do not agree
   */
  public Map<String, String> given(Map<String, ?> values) {
    RowKeys.requireColumns(schema, values.keySet());
    return derived.given(texts(values));
  }

  /**
   * Returns the indices of the columns of which several values lead to the known ones of a row:
   * draws of these columns have to agree with the row.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   */
  public Set<Integer> ambiguous(List<String> texts) {
    return derived.ambiguous(texts);
  }

  /**
   * Returns the cell of a column that others determine in a row; empty if several can be it.
   *
   * @param texts those of {@link TableSchema#written}; empty for missing values
   * @throws IllegalArgumentException if given values do not agree
   */
  public Optional<Object> determined(String column, List<String> texts) {
    return derived.determined(column, texts);
  }

  /**
   * Returns equal contexts, with a value for each given column; columns with gaps may lack one.
   *
   * @param texts values by name, as {@link #sources} returns them
   * @throws IllegalArgumentException if a name is not a given column, a column without gaps has no
   *     value, or a value does not suit its column
   */
  public Rows contexts(Map<String, String> texts, int count) {
    List<String> names = schema.given().stream().map(TableColumn::name).toList();
    requireConditions(texts.keySet(), names);
    float[] row = new float[contexts.size()];
    for (int i = 0; i < names.size(); i++) {
      TableColumn column = schema.given().get(i);
      if (!texts.containsKey(names.get(i)) && !column.hasGaps()) {
        throw new IllegalArgumentException(
            "the model is conditioned on %s, and %s has no value; expected one for each"
                .formatted(Excerpt.of(names), Excerpt.of(names.get(i))));
      }
      float value = value(column, texts);
      put(row, contexts, i, value, column.filler());
    }
    return repeated(count, row);
  }

  /** Checks that the names of given columns are among those of a model's conditions. */
  static void requireConditions(Set<String> given, List<String> names) {
    for (String name : given) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "the model is not conditioned on \"%s\"%s; it is conditioned on %s"
                .formatted(
                    Excerpt.of(name),
                    Nearest.hint(name, names),
                    names.isEmpty() ? "no column" : Excerpt.of(names)));
      }
    }
  }

  /**
   * Returns equal events with some given cells.
   *
   * @param texts values by name, as {@link #sources} returns them
   * @throws IllegalArgumentException if a name is not a modelled column, or a value does not suit
   *     its column
   */
  public Rows events(Map<String, String> texts, int count) {
    texts.keySet().forEach(schema::place);
    float[] row = new float[events.size()];
    for (int i = 0; i < schema.modelled().size(); i++) {
      TableColumn column = schema.modelled().get(i);
      put(row, events, i, value(column, texts), column.filler());
    }
    return repeated(count, row);
  }

  private static void put(float[] row, RowLayout layout, int column, float value, float filler) {
    row[layout.value(column)] = Float.isNaN(value) ? filler : value;
    layout.bit(column).ifPresent(bit -> row[bit] = Float.isNaN(value) ? 0 : 1);
  }

  /** Returns the texts of values, as the rows of a table have them: 3 for the double 3.0. */
  static Map<String, String> texts(Map<String, ?> values) {
    TableSource table = TableSources.ofMaps("the values", List.of(values));
    Map<String, String> texts = new LinkedHashMap<>();
    try (RowCursor row = table.open()) {
      boolean unused = row.next();
      for (int i = 0; i < table.columns().size(); i++) {
        texts.put(table.columns().get(i), Objects.toString(row.text(i), ""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("values in memory cannot be read", e);
    }
    return texts;
  }

  /** Returns the number of a value; NaN if it is missing or not given. */
  private static float value(TableColumn column, Map<String, String> texts) {
    String text = texts.get(column.name());
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

  /**
   * Converts a draw and its condition to values of the columns.
   *
   * @param x draws
   * @param context the condition of each draw
   * @param row the draw, counted from zero
   * @return a value for each of {@link TableSchema#written()}: a number or a text; NaN or an empty
   *     text for a missing value
   */
  public List<Object> decoded(Rows x, Rows context, int row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < schema.modelled().size() + schema.given().size(); i++) {
      values.add(cell(x, context, row, i));
    }
    return derived.added(values);
  }

  /** The value of a column by its index in {@link TableSchema#all}. */
  private Object cell(Rows x, Rows context, int row, int index) {
    int modelled = schema.modelled().size();
    if (index < modelled) {
      return events.isMissing(x, row, index)
          ? schema.modelled().get(index).missing()
          : drawn.value(index, other -> x.values()[row * x.size() + events.value(other)]);
    }
    int place = index - modelled;
    TableColumn column = schema.given().get(place);
    return contexts.isMissing(context, row, place)
        ? column.missing()
        : column.decoded(context.values()[row * context.size() + contexts.value(place)]);
  }

  /**
   * Returns the value of a column that follows from others, as {@link #decoded} does.
   *
   * @param texts those of {@link TableSchema#all} that are given, since numbers in single precision
   *     can be less exact; empty for others
   */
  public Object derived(String name, Rows x, Rows context, int row, List<String> texts) {
    return derived.value(
        name,
        index ->
            texts.get(index).isEmpty()
                ? cell(x, context, row, index)
                : schema.all().get(index).cell(texts.get(index)));
  }

  /**
   * Returns the cells of {@link TableSchema#written} in a row: texts if present, else values that
   * follow from them, else draws as {@link #decoded} returns them. An empty text is a missing
   * value.
   */
  public List<Object> completed(List<String> texts, List<Object> draws) {
    return derived.completed(texts, draws);
  }

  /** Returns the cells of {@link #completed} for several draws of a row. */
  public UnaryOperator<List<Object>> completion(List<String> texts) {
    return derived.completion(texts);
  }
}
