package io.github.tfflows.spark.row;

import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.tables.RowDraws;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.reading.GivenRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows that executors draw from a model, chunk by chunk. */
public final class SampledRows {
  private static final int CHUNK = 10_000;

  /**
   * The draws.
   *
   * @param key the key of the model among the models of a JVM
   * @param count the number of rows
   */
  public record Task(String key, Broadcast<ModelFiles> files, long count, long seed)
      implements Serializable {
    /** Draws the rows of a task in order, chunk by chunk. */
    private Iterator<Row> rows(long first, long each) {
      RowDraws draws = LoadedModels.of(key, files.value()).draws().skip(first);
      long end = Math.min(count, first + each);
      return LongStream.iterate(first, from -> from < end, from -> from + CHUNK)
          .boxed()
          .flatMap(from -> chunk(draws, from, (int) Math.min(CHUNK, end - from)))
          .iterator();
    }

    private Stream<Row> chunk(RowDraws draws, long from, int rows) {
      TableSchema schema = LoadedModels.of(key, files.value()).schema();
      long mixed = new SplittableRandom(seed + from / CHUNK * ChunkWork.SEED_STRIDE).nextLong();
      return draws.next(GivenRows.of(schema, Map.of(), rows), mixed).stream()
          .map(row -> RowFactory.create(row.stream().map(Cells::of).toArray()));
    }
  }

  /** Returns the rows. A single task draws them if the fit required distinct keys. */
  public static Dataset<Row> of(SparkSession spark, Task task, TableModel model) {
    StructType columns = new StructType();
    List<Column> typed = new ArrayList<>();
    for (TableColumn column : model.schema().written()) {
      columns = columns.add(column.name(), Cells.type(column), true);
      typed.add(Cells.cast(Cells.column(column.name()), Cells.drawn(column)).as(column.name()));
    }
    long each = model.draws().hasKeys() ? Math.max(1, task.count()) : CHUNK;
    return spark
        .range(0, task.count(), each)
        .flatMap(
            (FlatMapFunction<Long, Row>) first -> task.rows(first, each), Encoders.row(columns))
        .select(typed.toArray(Column[]::new));
  }

  private SampledRows() {}
}
