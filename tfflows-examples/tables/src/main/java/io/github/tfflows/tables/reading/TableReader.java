package io.github.tfflows.tables.reading;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.derived.DerivedCells;
import io.github.tfflows.tables.requirement.DistanceSource;
import io.github.tfflows.tables.requirement.DistanceSource.Unbounded;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the columns of a model from a table, chunk by chunk. */
public final class TableReader implements Closeable {
  private final TableSource source;
  private final RowNumbers numbers;
  private final Reading reading;
  private final int[] kept;
  private final Map<Integer, TableColumn> checked;
  private final RowCursor cursor;
  private final List<String> reasons = new ArrayList<>();
  private long row;
  private long dropped;
  private long unsuitable;

  /**
   * Opens the table. The cells of some columns, which it may lack, are read as text, too, and those
   * of others, by their indices, are checked.
   */
  private TableReader(
      TableSource source,
      RowNumbers numbers,
      Reading reading,
      List<TableColumn> texts,
      Map<Integer, TableColumn> checked)
      throws IOException {
    this.source = source;
    this.numbers = numbers;
    this.reading = reading;
    IntStream cells = texts.stream().map(TableColumn::name).mapToInt(source.columns()::indexOf);
    this.kept =
        IntStream.concat(reading.kept().stream().mapToInt(source::indexOf), cells).toArray();
    this.checked = checked;
    this.cursor = source.open();
  }

  /**
   * Opens a table for a model.
   *
   * @param schema the columns of the model, found by name
   * @return a reader before the first row
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader open(TableSource table, TableSchema schema, Reading reading)
      throws IOException {
    TableSource source = DistanceSource.of(table, schema.derived(), Unbounded.MODELLED);
    RowNumbers numbers =
        new RowNumbers(
            schema.modelled().size(),
            RowNumbers.Gap.of(reading.missing()),
            reading.unseen(),
            inRow(source, schema, schema.all()));
    return new TableReader(source, numbers, reading, List.of(), Map.of());
  }

  /**
   * Opens a table to read only conditions.
   *
   * @param reading the treatment of its rows; missing values are allowed in columns with gaps
   * @return a reader before the first row, whose events are empty, with the text of each condition
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader ofConditions(TableSource table, TableSchema schema, Reading reading)
      throws IOException {
    TableSource source = DistanceSource.of(table, schema.derived(), Unbounded.MISSING);
    DerivedCells.InRow derived = inRow(source, schema, schema.given());
    return new TableReader(
        source,
        new RowNumbers(0, RowNumbers.Gap.MODELLED, reading.unseen(), derived),
        reading,
        schema.given(),
        Map.of());
  }

  /**
   * Opens a table that may lack modelled columns, for draws of the others.
   *
   * @param schema the columns of a model of any cell
   * @param reading the treatment of its rows; missing values are modelled in columns with gaps, and
   *     absent in others
   * @param left the names of columns to ignore
   * @return a reader before the first row, with NaN for absent values, and the text of each cell
   * @throws IOException if the table cannot be read
   */
  public static TableReader ofDrawn(
      TableSource table, TableSchema schema, Reading reading, Set<String> left) throws IOException {
    return ofCells(table, schema, RowNumbers.Gap.DRAWN, reading, left);
  }

  /**
   * Opens a table as {@link #ofDrawn} does, for densities. Rows are unsuitable if a value follows
   * from one that they lack.
   */
  public static TableReader ofCells(
      TableSource table, TableSchema schema, Reading reading, Set<String> left) throws IOException {
    return ofCells(table, schema, RowNumbers.Gap.ABSENT, reading, left);
  }

  private static TableReader ofCells(
      TableSource table, TableSchema schema, RowNumbers.Gap gap, Reading reading, Set<String> left)
      throws IOException {
    TableSource source = DistanceSource.of(table, without(left, schema), Unbounded.MISSING);
    DerivedCells.InRow derived = inRow(source, schema, left);
    return new TableReader(
        source,
        new RowNumbers(schema.modelled().size(), gap, reading.unseen(), derived),
        reading,
        schema.written(),
        following(source, schema, left));
  }

  /** Returns the columns of a table that follow from columns to ignore, by their indices. */
  private static Map<Integer, TableColumn> following(
      TableSource source, TableSchema schema, Set<String> left) {
    return left.stream()
        .flatMap(name -> schema.following(name).stream())
        .distinct()
        .flatMap(name -> schema.derived(name).stream())
        .map(DerivedColumn::column)
        .filter(column -> source.columns().contains(column.name()))
        .collect(Collectors.toMap(column -> source.indexOf(column.name()), column -> column));
  }

  /**
   * Returns the names of the modelled columns that a table has, or that follow from its other
   * columns. Columns in {@code left} are ignored, and so are the columns that follow from them.
   */
  public static Set<String> givenBy(TableSource table, TableSchema schema, Set<String> left) {
    TableSource source = DistanceSource.of(table, without(left, schema), Unbounded.MISSING);
    DerivedCells.InRow derived = inRow(source, schema, left);
    return schema.modelled().stream()
        .map(TableColumn::name)
        .filter(name -> !left.contains(name))
        .filter(name -> source.columns().contains(name) || derived.imply(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Returns the derived columns in a table, without columns to ignore. */
  private static DerivedCells.InRow inRow(
      TableSource source, TableSchema schema, Set<String> left) {
    List<String> columns = source.columns();
    return DerivedCells.InRow.of(
        without(left, schema),
        schema.modelled(),
        name -> left.contains(name) ? -1 : columns.indexOf(name));
  }

  /** Returns the derived columns in a table that has, or implies, all of some columns. */
  private static DerivedCells.InRow inRow(
      TableSource source, TableSchema schema, List<TableColumn> columns) {
    DerivedCells.InRow derived =
        DerivedCells.InRow.of(schema.derived(), columns, source.columns()::indexOf);
    source.requireOptional(
        columns.stream().map(TableColumn::name).filter(name -> !derived.imply(name)).toList());
    return derived;
  }

  /** Returns the derived columns that follow from others than those to ignore. */
  private static List<DerivedColumn> without(Set<String> left, TableSchema schema) {
    return schema.derived().stream()
        .filter(one -> !left.contains(one.column().name()))
        .filter(one -> Collections.disjoint(one.relation().sources(), left))
        .toList();
  }

  /**
   * Opens a table for {@code TableModel.imputed}.
   *
   * @param schema the columns of a model of any cell
   * @param reading the treatment of its rows, except missing values
   * @return a reader before the first row, with NaN for missing values in all columns, and the text
   *     of each cell
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader ofGaps(TableSource table, TableSchema schema, Reading reading)
      throws IOException {
    TableSource source = DistanceSource.of(table, schema.derived(), Unbounded.UNKNOWN);
    RowNumbers numbers =
        new RowNumbers(
            schema.modelled().size(),
            RowNumbers.Gap.MARKED,
            reading.unseen(),
            inRow(source, schema, schema.modelled()));
    return new TableReader(source, numbers, reading, schema.written(), Map.of());
  }

  /**
   * Reads a whole table.
   *
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public static Data readAll(TableSource source, TableSchema schema, Missing missing)
      throws IOException {
    try (TableReader reader = open(source, schema, Reading.of(missing))) {
      return reader.rest();
    }
  }

  /**
   * Reads the remaining rows that suit the columns.
   *
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public Data rest() throws IOException {
    return rest(chunk -> {});
  }

  /**
   * Reads the remaining rows that suit the columns.
   *
   * @param listener receives each chunk, with the further values of its rows
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public Data rest(Consumer<TableChunk> listener) throws IOException {
    return sample(
            chunk -> {
              listener.accept(chunk);
              return chunk.data();
            },
            Integer.MAX_VALUE,
            0)
        .rows();
  }

  /**
   * Reads the remaining rows that suit the columns into a sample.
   *
   * @param rows returns the rows of a chunk, with or without weights
   * @param most the largest number of rows in the sample
   * @param seed equal seeds give equal draws
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public RowSample sample(Function<TableChunk, Data> rows, int most, long seed) throws IOException {
    Data none = new ChunkBuilder(numbers.eventSize(), numbers.contextSize()).build().data();
    RowSample sample = new RowSample(none, most, seed);
    for (Optional<TableChunk> chunk = next(); chunk.isPresent(); chunk = next()) {
      sample.add(rows.apply(chunk.get().suitable()));
    }
    return sample;
  }

  /**
   * Reads the next chunk; empty at the end.
   *
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column, or is missing although
   *     missing values are refused
   */
  public Optional<TableChunk> next() throws IOException {
    ChunkBuilder chunk = new ChunkBuilder(numbers.eventSize(), numbers.contextSize());
    while (chunk.size() < reading.chunk() && cursor.next()) {
      row++;
      addTo(chunk);
    }
    return chunk.size() == 0 ? Optional.empty() : Optional.of(chunk.build());
  }

  /**
   * Reads the only row.
   *
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column, or is missing although
   *     missing values are refused
   */
  public TableChunk only() throws IOException {
    TableChunk chunk = next().orElseThrow();
    chunk
        .problems()
        .values()
        .forEach(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    return chunk;
  }

  /** Returns the rows so far that the model cannot use. */
  public SkippedRows skipped() {
    return new SkippedRows(dropped, unsuitable, reasons);
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }

  /** Adds the cursor's row, or drops it. */
  private void addTo(ChunkBuilder chunk) {
    Optional<float[]> read;
    try {
      read = numbers.read(cursor);
      checked.forEach((place, column) -> column.value(cursor, place, reading.unseen()));
    } catch (IllegalArgumentException e) {
      String reason = cursor.reason(source.name(), e);
      if (reading.unsuitable() == Unsuitable.REFUSE) {
        throw new IllegalArgumentException(
            "%s, %s, %s".formatted(source.name(), cursor.place(), reason), e);
      }
      addProblem(chunk, reason);
      return;
    }
    read.ifPresentOrElse(found -> chunk.add(row, found, kept()), () -> dropped++);
  }

  private void addProblem(ChunkBuilder chunk, String reason) {
    unsuitable++;
    if (reasons.size() < SkippedRows.TOLD) {
      reasons.add("%s, %s".formatted(cursor.place(), reason));
    }
    chunk.addProblem(reason, numbers.suiting(cursor));
    chunk.add(row, numbers.fillers(), kept());
  }

  private List<String> kept() {
    return IntStream.of(kept)
        .mapToObj(index -> index < 0 ? "" : Optional.ofNullable(cursor.text(index)).orElse(""))
        .toList();
  }
}
