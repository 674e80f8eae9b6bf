package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** Reads the columns of a model from a file, piece by piece. */
public final class TableReader implements Closeable {
  private static final int PIECE = 1 << 16;

  private final TableSource source;
  private final List<TableColumn> modelled;
  private final List<TableColumn> given;
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
    this.modelled = modelled;
    this.given = given;
    this.missing = missing;
    List<TableColumn> all = new ArrayList<>(modelled);
    all.addAll(given);
    this.indices = all.stream().mapToInt(column -> source.indexOf(column.name())).toArray();
    this.kept = kept.stream().mapToInt(source::indexOf).toArray();
    this.cursor = source.open();
  }

  /**
   * Opens a file for a model.
   *
   * @param source the file
   * @param schema the columns of the model, found by name
   * @param missing what to do with rows that lack a value
   * @param kept columns of the file that are passed on as they are
   * @return before the first row
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader open(
      TableSource source, TableSchema schema, Missing missing, List<String> kept)
      throws IOException {
    return new TableReader(source, schema.modelled(), schema.given(), missing, kept);
  }

  /**
   * Opens a file of which only the conditions are read.
   *
   * @param source the file
   * @param schema the columns of the model
   * @return before the first row; pieces have events without entries
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a column is missing
   */
  public static TableReader ofConditions(TableSource source, TableSchema schema)
      throws IOException {
    return new TableReader(source, List.of(), schema.given(), Missing.REFUSE, List.of());
  }

  /**
   * Reads a whole file.
   *
   * @param source the file
   * @param schema the columns of the model
   * @param missing what to do with rows that lack a value
   * @return all rows
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public static Data readAll(TableSource source, TableSchema schema, Missing missing)
      throws IOException {
    try (TableReader reader = open(source, schema, missing, List.of())) {
      return reader.rest();
    }
  }

  /**
   * Reads the rows that are left.
   *
   * @return them in one piece
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a value does not suit its column
   */
  public Data rest() throws IOException {
    List<Data> pieces = new ArrayList<>();
    for (Optional<TablePiece> piece = next(); piece.isPresent(); piece = next()) {
      pieces.add(piece.get().data());
    }
    int count = Math.toIntExact(pieces.stream().mapToLong(Data::count).sum());
    return new Data(
        joined(pieces.stream().map(Data::x).toList(), modelled.size(), count),
        joined(pieces.stream().map(Data::context).toList(), given.size(), count));
  }

  private static Rows joined(List<Rows> pieces, int size, int count) {
    float[] all = new float[Math.multiplyExact(size, count)];
    int at = 0;
    for (Rows piece : pieces) {
      System.arraycopy(piece.values(), 0, all, at, piece.values().length);
      at += piece.values().length;
    }
    return new Rows(all, Shape.of(size), count);
  }

  /**
   * Reads the next rows.
   *
   * @return some rows, or nothing at the end
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a value does not suit its column, or is missing where that
   *     is refused
   */
  public Optional<TablePiece> next() throws IOException {
    Piece piece = new Piece();
    while (piece.rows.size() < PIECE && cursor.next()) {
      row++;
      piece.add();
    }
    return piece.rows.isEmpty() ? Optional.empty() : Optional.of(piece.done());
  }

  /**
   * Returns how many rows were left out until now for a missing value.
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

  /** A piece that grows. */
  private final class Piece {
    private final List<Long> rows = new ArrayList<>();
    private final List<List<String>> texts = new ArrayList<>();
    private float[] x = new float[0];
    private float[] context = new float[0];

    /** Takes the row that the cursor is at, or leaves it out. */
    void add() {
      int n = rows.size();
      if ((n + 1) * modelled.size() > x.length || (n + 1) * given.size() > context.length) {
        int room = Math.min(PIECE, Math.max(1024, 2 * n));
        x = Arrays.copyOf(x, room * modelled.size());
        context = Arrays.copyOf(context, room * given.size());
      }
      for (int i = 0; i < indices.length; i++) {
        boolean first = i < modelled.size();
        int j = first ? i : i - modelled.size();
        float value = value(first ? modelled.get(j) : given.get(j), indices[i]);
        if (Float.isNaN(value)) {
          dropped++;
          return;
        }
        if (first) {
          x[n * modelled.size() + j] = value;
        } else {
          context[n * given.size() + j] = value;
        }
      }
      rows.add(row);
      texts.add(kept());
    }

    TablePiece done() {
      int n = rows.size();
      Data data =
          new Data(
              new Rows(Arrays.copyOf(x, n * modelled.size()), Shape.of(modelled.size()), n),
              new Rows(Arrays.copyOf(context, n * given.size()), Shape.of(given.size()), n));
      return new TablePiece(data, rows, texts);
    }
  }

  private List<String> kept() {
    List<String> texts = new ArrayList<>();
    for (int index : kept) {
      String text = cursor.text(index);
      texts.add(text == null ? "" : text);
    }
    return texts;
  }

  private float value(TableColumn column, int index) {
    float value;
    try {
      value = column.value(cursor, index);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, %s, %s".formatted(source.name(), cursor.place(), e.getMessage()), e);
    }
    if (Float.isNaN(value) && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "%s, %s, column %s: the value is missing; such rows can be dropped"
              .formatted(source.name(), cursor.place(), column.name()));
    }
    return value;
  }
}
