package io.github.tfflows.cli.file.format;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;

/** A file that DuckDB writes on a thread of its own, row group by row group. */
public final class DuckSink implements RowSink {
  public static final String PARQUET = "FORMAT parquet, COMPRESSION snappy";

  private final BlockingQueue<List<List<Object>>> batches = new ArrayBlockingQueue<>(4);
  private final FutureTask<Void> copy;
  private List<List<Object>> batch = new ArrayList<>();

  public DuckSink(Path file, List<OutputColumn> columns, String options) {
    this.copy =
        new FutureTask<>(
            () -> {
              copy(file, new SinkRows(columns, batches), options);
              return null;
            });
    Thread writer = new Thread(copy, "tfflows-writer");
    writer.setDaemon(true);
    writer.start();
  }

  private static void copy(Path file, SinkRows rows, String options) throws SQLException {
    try (DuckDBConnection database = DuckDatabase.writing(file.toString());
        Statement statement = database.createStatement()) {
      rows.register(database);
      statement.execute(
          "COPY (%s) TO %s (%s, USE_TMP_FILE false)"
              .formatted(rows.query(), DuckDatabase.literal(file.toString()), options));
    }
  }

  @Override
  public void write(List<Object> values) throws IOException {
    batch.add(values);
    if (batch.size() == SinkRows.BATCH) {
      pass(batch);
      batch = new ArrayList<>();
    }
  }

  private void pass(List<List<Object>> rows) throws IOException {
    try {
      while (!batches.offer(rows, 100, TimeUnit.MILLISECONDS)) {
        if (copy.isDone()) {
          finish();
          throw new IOException("the writer ended before all rows were written");
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void finish() throws IOException {
    try {
      copy.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure
          ? new IOException(DuckDatabase.reason(failure), failure)
          : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    IOException failure = new InterruptedIOException("the writer was interrupted");
    failure.initCause(e);
    return failure;
  }

  @Override
  public void commit() throws IOException {
    if (!batch.isEmpty()) {
      pass(batch);
    }
    pass(SinkRows.END);
    finish();
  }

  /** Ends the writer if it still runs; its file is incomplete then. */
  @Override
  @SuppressWarnings("EmptyCatch") // the file is deleted
  public void close() {
    if (!copy.isDone()) {
      try {
        pass(SinkRows.ABORT);
        finish();
      } catch (IOException e) {
        // as said
      }
    }
  }
}
