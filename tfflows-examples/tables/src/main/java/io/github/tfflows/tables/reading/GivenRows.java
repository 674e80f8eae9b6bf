package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rows with some given cells. The other cells are to be drawn.
 *
 * @param rows contexts of the model; for a model of any cell, events
 * @param cells the columns whose cells in the events are given; empty for contexts
 * @param names the columns with given texts
 * @param texts for each row the original texts of these columns, empty for a missing value
 * @param numbers the number of each row in its table, from 1; none for values by name
 */
public record GivenRows(
    Rows rows,
    Set<String> cells,
    List<String> names,
    List<List<String>> texts,
    List<Long> numbers) {
  private static final int MOST_ROWS = 100_000_000;

  /**
   * Returns equal rows.
   *
   * @param byName values by column, as {@link RowCodec} describes them; none for draws without a
   *     condition
   * @throws IllegalArgumentException if a column cannot be given, a given column without gaps has
   *     no value, a value does not suit its column, two values do not agree, or there are too many
   *     rows
   */
  public static GivenRows of(TableSchema schema, Map<String, ?> byName, int count) {
    requireFew(byName.isEmpty() ? 0 : count);
    boolean isAny = isAny(schema) && !byName.isEmpty();
    if (!isAny) {
      RowCodec.requireConditions(byName.keySet(), names(givable(schema)));
    }
    requireNoNumbers(schema, byName.keySet());
    RowCodec codec = new RowCodec(schema);
    Map<String, String> all = RowCodec.texts(byName);
    Map<String, String> values = isAny ? codec.given(byName) : codec.sources(byName);
    values.forEach(all::put);
    List<String> names = List.copyOf(all.keySet());
    List<String> row =
        all.values().stream().map(text -> Numbers.isMissing(text) ? "" : text).toList();
    List<List<String>> texts = Collections.nCopies(count, row);
    if (isAny) {
      return new GivenRows(codec.events(values, count), values.keySet(), names, texts, List.of());
    }
    Rows contexts = isAny(schema) ? Rows.empty(count) : codec.contexts(values, count);
    return new GivenRows(contexts, Set.of(), names, texts, List.of());
  }

  private static void requireFew(long count) {
    if (count > MOST_ROWS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d draws of given rows are too many at once; expected at most %,d",
              count,
              MOST_ROWS));
    }
  }

  private static void requireNoNumbers(TableSchema schema, Set<String> names) {
    for (DerivedColumn column : schema.derived()) {
      if (column.relation() instanceof Relation.Numbered
          && names.contains(column.column().name())) {
        throw new IllegalArgumentException(
            "the column %s numbers the rows, and each draw has a number of its own; expected draws without it"
                .formatted(Excerpt.of(column.column().name())));
      }
    }
  }

  /** Returns the columns that can be given to a model, and the columns that follow from them. */
  public static List<TableColumn> givable(TableSchema schema) {
    List<TableColumn> columns = new ArrayList<>(isAny(schema) ? schema.modelled() : schema.given());
    Set<String> names = Set.copyOf(names(columns));
    schema.derived().stream()
        .filter(column -> names.containsAll(column.relation().sources()))
        .filter(column -> !(column.relation() instanceof Relation.Numbered))
        .map(DerivedColumn::column)
        .forEach(columns::add);
    return columns;
  }

  /**
   * Reads the rows of a table, with those columns that can be given to a model.
   *
   * @param listener receives the rows that do not suit the columns, which are left out
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if none of the columns can be given to the model
   */
  public static GivenRows read(
      TableSchema schema, TableSource source, Reading reading, Consumer<SkippedRows> listener)
      throws IOException {
    if (!isAny(schema)) {
      if (schema.given().isEmpty()) {
        throw new IllegalArgumentException("the model has no conditions, got " + source.name());
      }
      try (TableReader reader = TableReader.ofConditions(source, schema, reading)) {
        return read(reader, listener, Set.of(), names(schema.given()));
      }
    }
    requireColumn(schema, source);
    Set<String> cells = TableReader.givenBy(source, schema, Set.of());
    try (TableReader reader = TableReader.ofDrawn(source, schema, reading, Set.of())) {
      return read(reader, listener, cells, names(schema.written()));
    }
  }

  /**
   * Checks that a table has a column of a model, or one that follows from its columns.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static void requireColumn(TableSchema schema, TableSource source) {
    List<String> names = names(schema.written());
    if (Collections.disjoint(source.columns(), names)) {
      throw new IllegalArgumentException(
          "%s has no column of the model, which has %s"
              .formatted(source.name(), Excerpt.of(names)));
    }
  }

  private static GivenRows read(
      TableReader reader, Consumer<SkippedRows> listener, Set<String> cells, List<String> names)
      throws IOException {
    List<List<String>> texts = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    Data data =
        reader.rest(
            chunk -> {
              texts.addAll(chunk.kept());
              numbers.addAll(chunk.rows());
            });
    listener.accept(reader.skipped());
    Rows rows = cells.isEmpty() ? data.context() : data.x();
    return new GivenRows(rows, cells, names, texts, numbers);
  }

  private static boolean isAny(TableSchema schema) {
    return schema.conditioning() == Conditioning.ANY;
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).toList();
  }

  /** Returns the number of rows. */
  public int count() {
    return rows.count();
  }

  /** Returns the rows of a range. */
  public GivenRows slice(int from, int to) {
    return select(IntStream.range(from, to).toArray());
  }

  /** Returns some rows by their indices. */
  public GivenRows select(int... indices) {
    IntStream ofTable = IntStream.of(indices).limit(numbers.isEmpty() ? 0 : indices.length);
    return new GivenRows(
        rows.select(indices),
        cells,
        names,
        IntStream.of(indices).mapToObj(texts::get).toList(),
        ofTable.mapToObj(numbers::get).toList());
  }

  /**
   * Returns each row several times in succession.
   *
   * @throws IllegalArgumentException if there are too many
   */
  public GivenRows repeated(int times) {
    if (times == 1) {
      return this;
    }
    requireFew((long) rows.count() * times);
    return select(IntStream.range(0, rows.count() * times).map(i -> i / times).toArray());
  }

  /** Returns the given texts of some columns in a row, empty for others. */
  public List<String> texts(int row, List<String> columns) {
    List<String> all = new ArrayList<>(Collections.nCopies(columns.size(), ""));
    for (int i = 0; i < names.size(); i++) {
      int place = columns.indexOf(names.get(i));
      if (place >= 0) {
        all.set(place, texts.get(row).get(i));
      }
    }
    return all;
  }

  /** Returns the contexts of the rows, without entries where there are none. */
  public Rows contexts() {
    return cells.isEmpty() ? rows : Rows.empty(rows.count());
  }
}
