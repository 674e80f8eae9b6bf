package io.github.tfflows.cli.command;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowKeys;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rows of which some cells are given, and the others are drawn.
 *
 * @param rows contexts of the model; or events, where any cell can be given
 * @param cells the columns of the events that are given; none for contexts
 * @param names the columns with given texts
 * @param texts for each row the original texts of these columns, empty for a missing value
 */
record GivenRows(Rows rows, Set<String> cells, List<String> names, List<List<String>> texts) {
  private static final int MOST_ROWS = 100_000_000;
  private static final String UNKNOWN = "the model has no column \"%s\"%s; it has %s";
  private static final String NOT_GIVEN = "the model is not conditioned on \"%s\"%s; it is on %s";

  /** Equal rows with values by name; none for draws without a condition. */
  static GivenRows of(TableModel model, Map<String, String> byName, int count) {
    if (count > MOST_ROWS && !byName.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "-n %,d draws with --given are too many at once; expected at most %,d",
              count,
              MOST_ROWS));
    }
    boolean isAny = isAny(model) && !byName.isEmpty();
    List<String> known = names(isAny ? model.schema().written() : givable(model));
    String message = isAny ? UNKNOWN : NOT_GIVEN;
    byName.keySet().forEach(name -> require(known, name, message));
    Map<String, String> values = model.codec().sources(byName);
    List<String> names = List.copyOf(values.keySet());
    List<String> row =
        names.stream().map(values::get).map(text -> Numbers.isMissing(text) ? "" : text).toList();
    List<List<String>> texts = Collections.nCopies(count, row);
    if (isAny) {
      return new GivenRows(model.codec().events(values, count), values.keySet(), names, texts);
    }
    Rows contexts = isAny(model) ? Rows.empty(count) : model.codec().contexts(values, count);
    return new GivenRows(contexts, Set.of(), names, texts);
  }

  /** The columns that can be given to a model, with those that follow from them. */
  static List<TableColumn> givable(TableModel model) {
    TableSchema schema = model.schema();
    List<TableColumn> columns = new ArrayList<>(isAny(model) ? schema.modelled() : schema.given());
    Set<String> names = Set.copyOf(names(columns));
    schema.derived().stream()
        .filter(column -> names.containsAll(column.relation().sources()))
        .map(DerivedColumn::column)
        .forEach(columns::add);
    return columns;
  }

  /**
   * The rows of a table, with all its columns that a model can be given. The listener receives rows
   * that do not suit the columns, which are left out.
   */
  static GivenRows read(
      TableModel model, TableSource source, Reading reading, Consumer<SkippedRows> listener)
      throws IOException {
    TableSchema schema = model.schema();
    if (!isAny(model)) {
      if (schema.given().isEmpty()) {
        throw new IllegalArgumentException(
            "the model has no conditions, got --given " + source.name());
      }
      try (TableReader reader = TableReader.ofConditions(source, schema, reading)) {
        return read(reader, listener, Set.of(), names(schema.given()));
      }
    }
    Set<String> cells = cells(model, source);
    try (TableReader reader = TableReader.ofCells(source, schema, reading)) {
      return read(reader, listener, cells, names(schema.written()));
    }
  }

  /**
   * Returns the modelled columns that a table gives, itself or by others that follow from them.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Set<String> cells(TableModel model, TableSource source) {
    TableSchema schema = model.schema();
    Set<String> cells = TableReader.givenBy(source, schema, Set.of());
    if (cells.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no column of the model, which has %s"
              .formatted(source.name(), Excerpt.of(names(schema.modelled()))));
    }
    return cells;
  }

  /**
   * Returns a note about a column of a table that resembles one of the known columns which it
   * lacks.
   */
  static Optional<String> mistyped(TableModel model, TableSource source, List<String> known) {
    Set<String> columns = new LinkedHashSet<>(source.columns());
    columns.addAll(known);
    return new RowKeys(model.schema(), Optional.empty())
        .problem(columns)
        .map(problem -> "Note: %s: %s".formatted(source.name(), problem));
  }

  /**
   * Returns a note about the columns of the model that a table lacks, and that do not follow from
   * its others.
   *
   * @param targets columns that it may lack
   * @throws IllegalArgumentException if it has none
   */
  static Optional<String> lacking(TableModel model, TableSource source, List<String> targets) {
    List<String> lacking = new ArrayList<>(names(model.schema().modelled()));
    Set<String> cells = cells(model, source);
    lacking.removeAll(targets);
    lacking.removeIf(cells::contains);
    return mistyped(model, source, targets)
        .or(
            () ->
                Optional.of(lacking)
                    .filter(names -> !names.isEmpty())
                    .map(
                        names ->
                            "Note: %s lacks columns of the model, and predicts without them: %s"
                                .formatted(source.name(), Excerpt.of(names))));
  }

  private static GivenRows read(
      TableReader reader, Consumer<SkippedRows> listener, Set<String> cells, List<String> names)
      throws IOException {
    List<List<String>> texts = new ArrayList<>();
    Data data = reader.rest(chunk -> texts.addAll(chunk.kept()));
    listener.accept(reader.skipped());
    return new GivenRows(cells.isEmpty() ? data.context() : data.x(), cells, names, texts);
  }

  static boolean isAny(TableModel model) {
    return model.schema().conditioning() == Conditioning.ANY;
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).toList();
  }

  private static void require(List<String> names, String name, String message) {
    if (!names.contains(name)) {
      String all = names.isEmpty() ? "nothing" : Excerpt.of(names);
      throw new IllegalArgumentException(
          message.formatted(Excerpt.of(name), Nearest.hint(name, names), all));
    }
  }

  int count() {
    return rows.count();
  }

  GivenRows slice(int from, int to) {
    return new GivenRows(rows.slice(from, to), cells, names, texts.subList(from, to));
  }

  GivenRows select(int... indices) {
    List<List<String>> some = IntStream.of(indices).mapToObj(texts::get).toList();
    return new GivenRows(rows.select(indices), cells, names, some);
  }

  /** Each row some times in succession. */
  GivenRows repeated(int times) {
    if ((long) rows.count() * times > MOST_ROWS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "-n %,d draws for each of %,d rows are too many at once; expected at most %,d in all",
              times,
              rows.count(),
              MOST_ROWS));
    }
    int[] indices = new int[rows.count() * times];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i / times;
    }
    return select(indices);
  }

  Rows sample(TableModel model, long seed) {
    if (!cells.isEmpty()) {
      return model.given(cells).sample(rows, seed).x();
    }
    return (rows.size() == 0 ? model.sample(rows.count(), seed) : model.sample(rows, seed)).x();
  }

  /** The values of a draw, with the original text of the given ones. */
  List<Object> withGiven(List<Object> drawn, TableModel model, int row) {
    List<String> cells = new ArrayList<>();
    for (TableColumn column : model.schema().written()) {
      int place = names.indexOf(column.name());
      cells.add(place < 0 ? "" : texts.get(row).get(place));
    }
    return model.codec().completed(cells, drawn);
  }

  /** The contexts of the rows, without entries where there are none. */
  Rows contexts() {
    return cells.isEmpty() ? rows : Rows.empty(rows.count());
  }
}
