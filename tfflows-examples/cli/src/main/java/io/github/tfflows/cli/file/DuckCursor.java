package io.github.tfflows.cli.file;

import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** A pass over the rows of a query, chunk by chunk, up to the mark of its end. */
final class DuckCursor implements RowCursor {
  private final DuckSource source;
  private final DuckDBConnection connection;
  private final DuckDBChunkedResult chunks;
  private final DuckColumn.Form[] forms;
  private final DuckDBReadableVector[] vectors;
  private final int[] numbers;
  private long row;
  private long count;
  private long at = -1;

  DuckCursor(DuckSource source, DuckDBConnection connection, PreparedStatement statement)
      throws SQLException {
    this.source = source;
    this.connection = connection;
    this.chunks = statement.unwrap(DuckDBPreparedStatement.class).query();
    this.forms = source.read().stream().map(DuckColumn::form).toArray(DuckColumn.Form[]::new);
    this.numbers = new int[forms.length];
    int width = forms.length;
    for (int i = 0; i < forms.length; i++) {
      numbers[i] = forms[i] == DuckColumn.Form.NUMERAL ? width++ : i;
    }
    this.vectors = new DuckDBReadableVector[width + 1];
  }

  @Override
  public boolean next() throws IOException {
    at++;
    while (at >= count) {
      if (!chunks.nextChunk()) {
        throw source.failure();
      }
      at = 0;
      count = chunks.chunk().rowCount();
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] = chunks.chunk().vector(i);
      }
    }
    if (vectors[vectors.length - 1].getBoolean(at)) {
      at--; // stays there
      return false;
    }
    row++;
    return true;
  }

  @Override
  public String place() {
    return "row " + row;
  }

  @Override
  public @Nullable String text(int column) {
    DuckDBReadableVector vector = vectors[column];
    if (vector.isNull(at)) {
      return null;
    }
    return switch (forms[column]) {
      case LONG -> Long.toString(vector.getLong(at));
      case FLOAT -> text(vector.getFloat(at));
      case DOUBLE -> text(vector.getDouble(at));
      case NUMERAL, TEXT -> {
        String text = vector.getString(at);
        yield Numbers.isMissing(text) ? null : text;
      }
    };
  }

  private static @Nullable String text(float value) {
    return Float.isNaN(value) ? null : Numbers.text(value);
  }

  private static @Nullable String text(double value) {
    return Double.isNaN(value) ? null : Numbers.text(value);
  }

  @Override
  public double number(int column) {
    DuckDBReadableVector vector = vectors[numbers[column]];
    return switch (forms[column]) {
      case LONG -> vector.isNull(at) ? Double.NaN : vector.getLong(at);
      case FLOAT -> vector.getFloat(at, Float.NaN);
      case DOUBLE -> vector.getDouble(at, Double.NaN);
      case NUMERAL -> {
        double number = vector.getDouble(at, Double.NaN);
        yield Double.isFinite(number) ? number : parsed(column);
      }
      case TEXT -> parsed(column);
    };
  }

  private double parsed(int column) {
    String text = text(column);
    return text == null ? Double.NaN : Numbers.parse(text);
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      chunks.close();
    } catch (SQLException e) {
      throw source.failed(e);
    }
  }
}
