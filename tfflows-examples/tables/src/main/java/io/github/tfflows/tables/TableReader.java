package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Reads the columns of a model from a table, chunk by chunk. */
public final class TableReader implements Closeable {
  private final TableSource source;
  private final RowNumbers numbers;
  private final Reading reading;
  private final int[] kept;
  private final RowCursor cursor;
  private long row;
  private long dropped;

  private TableReader(TableSource source, RowNumbers numbers, Reading reading) throws IOException {
    this.source = source;
    this.numbers = numbers;
    this.reading = reading;
    this.kept = reading.kept().stream().mapToInt(source::indexOf).toArray();
    this.cursor = source.open();
  }

  /**
   * Opens a table for a model.
   *
   * @param source the table
   * @param schema the columns of the model, found by name
   * @param reading the treatment of its rows
   * @return a reader before the first row
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader open(TableSource source, TableSchema schema, Reading reading)
      throws IOException {
    RowNumbers.Gap gap = RowNumbers.Gap.of(reading.missing());
    return new TableReader(
        source, new RowNumbers(schema.modelled(), schema.given(), source::indexOf, gap), reading);
  }

  /**
   * Opens a table of which only the conditions are read.
   *
   * @param source the table
   * @param schema the columns of the model
   * @return a reader before the first row; its events have no entries
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader ofConditions(TableSource source, TableSchema schema)
      throws IOException {
    return refusing(
        source,
        new RowNumbers(List.of(), schema.given(), source::indexOf, RowNumbers.Gap.REFUSED),
        List.of());
  }

  /**
   * Opens a table that may lack modelled columns, for {@link TableModel#given}.
   *
   * @param source the table
   * @param schema the columns of a model of which any cell can be given
   * @return a reader before the first row; its events have some value in place of a column that the
   *     table lacks
   * @throws IOException if the table cannot be read
   */
  public static TableReader ofCells(TableSource source, TableSchema schema) throws IOException {
    return refusing(
        source,
        new RowNumbers(
            schema.modelled(), List.of(), source.columns()::indexOf, RowNumbers.Gap.MODELLED),
        List.of());
  }

  /**
   * Opens a table whose missing values are to be drawn, for {@link TableModel#impute}.
   *
   * @param source the table
   * @param schema the columns of a model of which any cell can be given
   * @param kept further columns to read as text
   * @return a reader before the first row; its events have NaN in place of missing values, also in
   *     columns that had a value in every row of the fit
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader ofGaps(TableSource source, TableSchema schema, List<String> kept)
      throws IOException {
    return refusing(
        source,
        new RowNumbers(schema.modelled(), List.of(), source::indexOf, RowNumbers.Gap.MARKED),
        kept);
  }

  private static TableReader refusing(TableSource source, RowNumbers numbers, List<String> kept)
      throws IOException {
    return new TableReader(source, numbers, Reading.of(Missing.REFUSE).keeping(kept));
  }

  /**
   * Reads a whole table.
   *
   * @param source the table
   * @param schema the columns of the model
   * @param missing the treatment of rows with a missing value
   * @return all rows
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
   * Reads the remaining rows.
   *
   * @return the rows
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public Data rest() throws IOException {
    return rest(chunk -> {});
  }

  /**
   * Reads the remaining rows.
   *
   * @param listener sees each chunk, with the further values of its rows
   * @return the rows
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public Data rest(Consumer<TableChunk> listener) throws IOException {
    List<Data> chunks = new ArrayList<>();
    for (Optional<TableChunk> chunk = next(); chunk.isPresent(); chunk = next()) {
      listener.accept(chunk.get());
      chunks.add(chunk.get().data());
    }
    int count = Math.toIntExact(chunks.stream().mapToLong(Data::count).sum());
    return new Data(
        joined(chunks.stream().map(Data::x).toList(), numbers.eventSize(), count),
        joined(chunks.stream().map(Data::context).toList(), numbers.contextSize(), count));
  }

  private static Rows joined(List<Rows> chunks, int size, int count) {
    float[] all = new float[Math.multiplyExact(size, count)];
    int at = 0;
    for (Rows chunk : chunks) {
      System.arraycopy(chunk.values(), 0, all, at, chunk.values().length);
      at += chunk.values().length;
    }
    return new Rows(all, Shape.of(size), count);
  }

  /**
   * Reads the next chunk.
   *
   * @return some rows, or empty at the end
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a value does not suit its column, or is missing, where that
   *     is refused
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
   * Returns the number of rows dropped so far for a missing value.
   *
   * @return the number
   */
  public long dropped() {
    return dropped;
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
    } catch (IllegalArgumentException e) {
      if (reading.unsuitable() == Unsuitable.REFUSE) {
        throw new IllegalArgumentException(
            "%s, %s, %s".formatted(source.name(), cursor.place(), e.getMessage()), e);
      }
      chunk.addProblem(row, String.valueOf(e.getMessage()), numbers.fillers(), kept());
      return;
    }
    read.ifPresentOrElse(found -> chunk.add(row, found, kept()), () -> dropped++);
  }

  private List<String> kept() {
    return IntStream.of(kept)
        .mapToObj(index -> Optional.ofNullable(cursor.text(index)).orElse(""))
        .toList();
  }
}
