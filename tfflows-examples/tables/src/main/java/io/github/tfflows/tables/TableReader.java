package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
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
  private final Reading reading;
  private final int[] indices;
  private final int[] kept;
  private final RowCursor cursor;
  private long row;
  private long dropped;

  private TableReader(
      TableSource source,
      List<TableColumn> modelled,
      List<TableColumn> given,
      Reading reading,
      ToIntFunction<String> places)
      throws IOException {
    this.source = source;
    this.columns = Stream.concat(modelled.stream(), given.stream()).toList();
    this.modelled = modelled.size();
    this.bits = (int) modelled.stream().filter(TableColumn::hasGaps).count();
    this.reading = reading;
    this.indices = columns.stream().map(TableColumn::name).mapToInt(places).toArray();
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
    return new TableReader(source, schema.modelled(), schema.given(), reading, source::indexOf);
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
    return new TableReader(
        source, List.of(), schema.given(), Reading.of(Missing.REFUSE), source::indexOf);
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
    return new TableReader(
        source, schema.modelled(), List.of(), Reading.of(Missing.MODEL), source.columns()::indexOf);
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
   * @throws IllegalArgumentException if a value does not suit its column, or is missing, where that
   *     is refused
   */
  public Optional<TableChunk> next() throws IOException {
    ChunkBuilder chunk = new ChunkBuilder(bits + modelled, columns.size() - modelled);
    while (chunk.size() < CHUNK && cursor.next()) {
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
    float[] numbers = new float[bits + indices.length];
    boolean isKept;
    try {
      isKept = read(numbers);
    } catch (IllegalArgumentException e) {
      if (reading.unsuitable() == Unsuitable.REFUSE) {
        throw new IllegalArgumentException(
            "%s, %s, %s".formatted(source.name(), cursor.place(), e.getMessage()), e);
      }
      chunk.addProblem(row, String.valueOf(e.getMessage()), fillers(), kept());
      return;
    }
    if (isKept) {
      chunk.add(row, numbers, kept());
    } else {
      dropped++;
    }
  }

  /** Reads the cursor's row; false where it is to be dropped for a missing value. */
  private boolean read(float[] numbers) {
    int bit = 0;
    for (int i = 0; i < indices.length; i++) {
      TableColumn column = columns.get(i);
      boolean isRead = indices[i] >= 0;
      float value = isRead ? column.value(cursor, indices[i]) : Float.NaN;
      boolean isMissing = Float.isNaN(value);
      if (isRead && isMissing && !isModelled(column)) {
        if (reading.missing() == Missing.DROP) {
          return false;
        }
        throw new IllegalArgumentException(
            "column %s: the value is missing; such rows can be dropped"
                .formatted(Excerpt.of(column.name())));
      }
      if (column.hasGaps()) {
        numbers[bit++] = isMissing ? 0 : 1;
      }
      numbers[bits + i] = isMissing ? column.filler() : value;
    }
    return true;
  }

  /** Numbers that suit the columns. */
  private float[] fillers() {
    float[] numbers = new float[bits + indices.length];
    for (int i = 0; i < indices.length; i++) {
      numbers[bits + i] = columns.get(i).filler();
    }
    return numbers;
  }

  private List<String> kept() {
    return IntStream.of(kept)
        .mapToObj(index -> Optional.ofNullable(cursor.text(index)).orElse(""))
        .toList();
  }

  /** Whether a missing value of a column has a probability. */
  private boolean isModelled(TableColumn column) {
    return column.hasGaps() && reading.missing() == Missing.MODEL;
  }
}
