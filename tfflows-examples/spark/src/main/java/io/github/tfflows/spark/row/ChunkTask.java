package io.github.tfflows.spark.row;

import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.Missing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Adds columns to the rows of a partition lazily, one chunk at a time.
 *
 * @param key the key of the model among the models of a JVM
 * @param inputs the places of the model's columns
 * @param unsuitable the treatment of rows that do not suit the columns
 * @param hasProblems whether the last column has the problems of such rows
 * @param <R> the results of a chunk
 */
public record ChunkTask<R>(
    String key,
    Broadcast<ModelFiles> files,
    InputColumns inputs,
    Outputs<R> outputs,
    Unsuitable unsuitable,
    boolean hasProblems)
    implements MapPartitionsFunction<Row, Row> {
  /** The rows of a chunk, few enough for the cache of a core. */
  private static final int CHUNK = 1 << 11;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    return new Extended(rows);
  }

  /** The rows with their further columns. */
  private final class Extended implements Iterator<Row> {
    private final List<Row> read = new ArrayList<>();
    private final Queue<Row> extended = new ArrayDeque<>();
    private final ChunkWork.Pass<R> pass;

    Extended(Iterator<Row> rows) throws IOException {
      Reading reading = Reading.of(Missing.MODEL).with(unsuitable).inChunksOf(CHUNK);
      PartitionRows source = new PartitionRows(inputs, rows, read::add);
      this.pass = outputs.work().begin(LoadedModels.of(key, files.value()), source, reading);
    }

    @Override
    public boolean hasNext() {
      if (extended.isEmpty()) {
        chunk().ifPresent(this::extend);
      }
      return !extended.isEmpty();
    }

    private Optional<TableChunk> chunk() {
      try {
        return pass.reader().next();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void extend(TableChunk chunk) {
      R results = pass.results().apply(chunk);
      List<List<?>> values = outputs.values(results);
      Map<Integer, String> problems = outputs.work().problems(chunk, results);
      for (int i = 0; i < read.size(); i++) {
        extended.add(row(read.get(i), values, i, problems.get(i)));
      }
      read.clear();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the partition has no more rows");
      }
      return extended.remove();
    }
  }

  private Row row(Row row, List<List<?>> values, int place, @Nullable String problem) {
    List<@Nullable Object> all = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      all.add(row.get(i));
    }
    for (int i = 0; i < values.size(); i++) {
      boolean isNone = problem != null && outputs.columns().get(i).isOptional();
      all.add(isNone ? null : values.get(i).get(place));
    }
    if (hasProblems) {
      all.add(problem == null ? "" : problem);
    }
    return RowFactory.create(all.toArray());
  }
}
