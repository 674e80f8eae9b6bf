package io.github.tfflows.cli.file.format;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
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
  static final String NAME = "rows_to_write";

  /** Rows of a chunk of DuckDB. */
  static final int BATCH = 2048;

  /** Follows the last rows. */
  static final List<List<Object>> END = List.of();

  /** Follows rows that are not to be written after all. */
  static final List<List<Object>> ABORT = List.of(List.of());

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
          switch (column.type()) {
            case NUMBER -> DuckDBColumnType.DOUBLE;
            case SINGLE -> DuckDBColumnType.FLOAT;
            case WHOLE -> DuckDBColumnType.BIGINT;
            case TEXT -> DuckDBColumnType.VARCHAR;
          });
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
    if (type == OutputColumn.Type.TEXT) {
      vector.setString(row, value.toString());
      return;
    }
    Number number = OutputColumn.number(value);
    if (Double.isNaN(number.doubleValue())) {
      vector.setNull(row);
    } else if (type == OutputColumn.Type.SINGLE) {
      vector.setFloat(row, number.floatValue());
    } else if (type == OutputColumn.Type.NUMBER) {
      vector.setDouble(row, number.doubleValue());
    } else {
      vector.setLong(row, number.longValue());
    }
  }
}
