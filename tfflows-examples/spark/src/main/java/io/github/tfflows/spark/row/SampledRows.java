package io.github.tfflows.spark.row;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.spark.model.LoadedModels;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows that executors draw of a model, chunk by chunk. */
public final class SampledRows {
  private static final int CHUNK = 10_000;

  /**
   * The draws.
   *
   * @param key the key of the model among those of a JVM
   * @param files the model
   * @param count the number of rows
   * @param seed the seed
   */
  public record Task(String key, Broadcast<ModelFiles> files, long count, long seed)
      implements Serializable {
    private Iterator<Row> chunk(long number) {
      TableModel model = LoadedModels.of(key, files.value());
      int rows = (int) Math.min(CHUNK, count - number * CHUNK);
      long mixed = new SplittableRandom(seed + number * ChunkWork.SEED_STRIDE).nextLong();
      Rows x = model.sample(rows, mixed).x();
      Rows none = Rows.empty(rows);
      return IntStream.range(0, rows)
          .mapToObj(i -> RowFactory.create(values(model.codec().decoded(x, none, i))))
          .iterator();
    }

    private static @Nullable Object[] values(List<Object> decoded) {
      return decoded.stream().map(Cells::of).toArray();
    }
  }

  public static Dataset<Row> of(SparkSession spark, Task task, TableSchema schema) {
    StructType columns = new StructType();
    for (TableColumn column : schema.written()) {
      columns = columns.add(column.name(), Cells.type(column), true);
    }
    long chunks = (task.count() + CHUNK - 1) / CHUNK;
    return spark
        .range(chunks)
        .flatMap((FlatMapFunction<Long, Row>) task::chunk, Encoders.row(columns));
  }

  private SampledRows() {}
}
