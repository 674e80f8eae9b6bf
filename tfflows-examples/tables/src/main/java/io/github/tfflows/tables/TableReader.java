package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/** Reads the columns of a model from a table, chunk by chunk. */
public final class TableReader implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final TableSource source;
  private final List<TableColumn> columns;
  private final int modelled;
  private final int bits;
  private final Missing missing;
  private final int[] indices;
  private final int[] kept;
  private final RowCursor cursor;
  private long row;
  private long dropped;

  private TableReader(
      TableSource source,
      List<TableColumn> modelled,
      List<TableColumn> given,
      Missing missing,
      List<String> kept)
      throws IOException {
    this.source = source;
    this.columns = Stream.concat(modelled.stream(), given.stream()).toList();
    this.modelled = modelled.size();
    this.bits = (int) modelled.stream().filter(TableColumn::hasGaps).count();
    this.missing = missing;
    this.indices = columns.stream().mapToInt(column -> source.indexOf(column.name())).toArray();
    this.kept = kept.stream().mapToInt(source::indexOf).toArray();
    this.cursor = source.open();
  }

  /**
   * Opens a table for a model.
   *
   * @param source the table
   * @param schema the columns of the model, found by name
   * @param missing the treatment of rows with a missing value
   * @param kept further columns to read as text
   * @return a reader before the first row
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader open(
      TableSource source, TableSchema schema, Missing missing, List<String> kept)
      throws IOException {
    return new TableReader(source, schema.modelled(), schema.given(), missing, kept);
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
    return new TableReader(source, List.of(), schema.given(), Missing.REFUSE, List.of());
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
    try (TableReader reader = open(source, schema, missing, List.of())) {
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
    List<Data> chunks = new ArrayList<>();
    for (Optional<TableChunk> chunk = next(); chunk.isPresent(); chunk = next()) {
      chunks.add(chunk.get().data());
    }
    int count = Math.toIntExact(chunks.stream().mapToLong(Data::count).sum());
    return new Data(
        joined(chunks.stream().map(Data::x).toList(), bits + modelled, count),
        joined(chunks.stream().map(Data::context).toList(), columns.size() - modelled, count));
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
   * @throws IllegalArgumentException if a value does not suit its column, or is missing where that
   *     is refused
   */
  public Optional<TableChunk> next() throws IOException {
    Chunk chunk = new Chunk();
    while (chunk.rows.size() < CHUNK && cursor.next()) {
      row++;
      chunk.add();
    }
    return chunk.rows.isEmpty() ? Optional.empty() : Optional.of(chunk.done());
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

  /** A chunk that grows. */
  private final class Chunk {
    private final List<Long> rows = new ArrayList<>();
    private final List<List<String>> texts = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();

    /** Adds the cursor's row, or drops it. */
    void add() {
      float[] numbers = new float[bits + indices.length];
      int bit = 0;
      for (int i = 0; i < indices.length; i++) {
        TableColumn column = columns.get(i);
        float value = value(column, indices[i]);
        boolean isMissing = Float.isNaN(value);
        if (isMissing && !isModelled(column)) {
          dropped++;
          return;
        }
        if (column.hasGaps()) {
          numbers[bit++] = isMissing ? 0 : 1;
        }
        numbers[bits + i] = isMissing ? column.filler() : value;
      }
      values.add(numbers);
      rows.add(row);
      texts.add(kept());
    }

    TableChunk done() {
      int given = columns.size() - modelled;
      Rows x = part(0, bits + modelled);
      return new TableChunk(new Data(x, part(bits + modelled, given)), rows, texts);
    }

    private Rows part(int from, int size) {
      float[] flat = new float[values.size() * size];
      for (int i = 0; i < values.size(); i++) {
        System.arraycopy(values.get(i), from, flat, i * size, size);
      }
      return new Rows(flat, Shape.of(size), values.size());
    }
  }

  private List<String> kept() {
    return IntStream.of(kept)
        .mapToObj(index -> Optional.ofNullable(cursor.text(index)).orElse(""))
        .toList();
  }

  /** Whether a missing value of a column has a probability. */
  private boolean isModelled(TableColumn column) {
    return column.hasGaps() && missing == Missing.MODEL;
  }

  private float value(TableColumn column, int index) {
    float value;
    try {
      value = column.value(cursor, index);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, %s, %s".formatted(source.name(), cursor.place(), e.getMessage()), e);
    }
    if (Float.isNaN(value) && !isModelled(column) && missing != Missing.DROP) {
      throw new IllegalArgumentException(
          "%s, %s, column %s: the value is missing; such rows can be dropped"
              .formatted(source.name(), cursor.place(), Excerpt.of(column.name())));
    }
    return value;
  }
}
