package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.text.Numbers;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;

/**
 * Rows of a queue as a table of DuckDB: at most {@link #BATCH} at once, with {@link #END} or {@link
 * #ABORT} last.
 */
record SinkRows(List<OutputColumn> columns, BlockingQueue<List<List<Object>>> batches)
    implements DuckDBTableFunction<SinkRows, SinkRows, SinkRows> {
  private static final String NAME = "rows_to_write";

  /** Rows of a chunk of DuckDB. */
  static final int BATCH = 2048;

  /** Follows the last rows. */
  static final List<List<Object>> END = List.of();

  /** Follows rows that are not to be written after all. */
  static final List<List<Object>> ABORT = List.of(List.of());

  /** Returns the query of these rows, in which each column has its type. */
  String query() {
    return columns.stream()
        .map(column -> "CAST(%1$s AS %2$s) AS %1$s".formatted(quoted(column), column.type().sql()))
        .collect(Collectors.joining(", ", "SELECT ", " FROM " + NAME + "()"));
  }

  private static String quoted(OutputColumn column) {
    return '"' + column.name().replace("\"", "\"\"") + '"';
  }

  void register(DuckDBConnection database) throws SQLException {
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder.withName(NAME).withFunction(this).register(database);
    }
  }

  @Override
  public SinkRows bind(DuckDBTableFunctionBindInfo table) {
    for (OutputColumn column : columns) {
      table.addResultColumn(
          column.name(),
          column.type().isBinary()
              ? DuckDBColumnType.valueOf(column.type().sql())
              : DuckDBColumnType.VARCHAR);
    }
    return this;
  }

  @Override
  public SinkRows init(DuckDBTableFunctionInitInfo scan) {
    scan.setMaxThreads(1); // one after the other
    return this;
  }

  @Override
  public SinkRows localInit(DuckDBTableFunctionInitInfo scan) {
    return this;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // END and ABORT are marks
  public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk)
      throws InterruptedException {
    List<List<Object>> rows = batches.take();
    if (rows == ABORT) {
      throw new CancellationException("no more rows");
    }
    for (int i = 0; i < columns.size() && !rows.isEmpty(); i++) {
      DuckDBWritableVector vector = chunk.vector(i);
      for (int row = 0; row < rows.size(); row++) {
        set(vector, row, columns.get(i).type(), rows.get(row).get(i));
      }
    }
    return rows.size();
  }

  private static void set(
      DuckDBWritableVector vector, int row, OutputColumn.Type type, Object value) {
    if (!type.isBinary()) {
      setText(vector, row, type, value);
      return;
    }
    Number number = OutputColumn.number(value);
    if (Double.isNaN(number.doubleValue())) {
      vector.setNull(row);
    } else if (type.equals(OutputColumn.Type.SINGLE)) {
      vector.setFloat(row, number.floatValue());
    } else if (type.equals(OutputColumn.Type.NUMBER)) {
      vector.setDouble(row, number.doubleValue());
    } else {
      vector.setLong(row, whole(value, number));
    }
  }

  /** A double does not hold every long key of a table. */
  private static long whole(Object value, Number number) {
    boolean isExact = Math.abs(number.doubleValue()) < ColumnKind.LARGEST_WHOLE;
    return value instanceof String text && !isExact
        ? new BigDecimal(text.strip()).longValue()
        : number.longValue();
  }

  /** Text in other columns is converted, which ignores blanks around it and the case. */
  private static void setText(
      DuckDBWritableVector vector, int row, OutputColumn.Type type, Object value) {
    String text = value instanceof Double number ? text(number) : value.toString();
    if (text.isEmpty()) {
      vector.setNull(row);
    } else {
      vector.setString(
          row, type.equals(OutputColumn.Type.TEXT) ? text : text.strip().toUpperCase(Locale.ROOT));
    }
  }

  private static String text(double number) {
    return Double.isNaN(number) ? "" : Numbers.text(number);
  }
}
