package io.github.tfflows.spark;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.PartialScan;
import io.github.tfflows.tables.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * A fit on a cluster: executors scan the columns, hold rows out, store the others as shards, and
 * train on these ({@link ShardFit}).
 *
 * @param params the parameters
 * @param rows the rows
 * @param inputs the places of the columns
 * @param reading how the columns are chosen and rows are read
 */
record FlowFit(FitParams<?> params, Dataset<Row> rows, InputColumns inputs, FitReading reading) {
  private static final int MOST_HELD_OUT = 20_000;

  /**
   * A random number for each row, which tells whether it is held out, its shard and its place. Its
   * seed is unlike those that users number, which random columns of theirs may have.
   */
  private static final String MARK = "tfflows_mark";

  /** Trains, and returns the files of the model. */
  ModelFiles run() {
    try {
      return fitted();
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written", e);
    }
  }

  private ModelFiles fitted() throws IOException {
    NativeMemory.unlimited();
    PartialScan scan = scan();
    TableSchema schema = reading.schema(scan);
    long count = scan.rows();
    double share =
        Math.min(
            (double) params.getOrDefault(params.heldOutFraction()), MOST_HELD_OUT / (double) count);
    long seed = (long) params.getOrDefault(params.seed());
    Dataset<Row> marked =
        rows.withColumn(MARK, functions.rand(new SplittableRandom(seed).nextLong()));
    Data heldOut = collected(marked.filter(functions.col(MARK).lt(share)), schema);
    JavaRDD<Shard> shards = shards(marked.filter(functions.col(MARK).geq(share)), schema);
    try {
      return new ShardFit(params, schema, count, workers())
          .run(rows.sparkSession(), shards, heldOut);
    } finally {
      shards.unpersist();
    }
  }

  private PartialScan scan() {
    InputColumns places = inputs;
    FitReading how = reading;
    return rows.toJavaRDD()
        .mapPartitions(part -> List.of(how.scan(new PartitionRows(places, part))).iterator())
        .treeReduce(PartialScan::mergedWith);
  }

  private Data collected(Dataset<Row> heldOut, TableSchema schema) {
    InputColumns places = inputs;
    FitReading how = reading;
    SchemaText text = SchemaText.of(schema);
    return heldOut
        .toJavaRDD()
        .mapPartitions(part -> List.of(how.read(places, part, text)).iterator())
        .collect()
        .stream()
        .filter(flat -> flat.count() > 0)
        .map(Flat::data)
        .reduce(Data::followedBy)
        .orElseThrow(
            () -> new IllegalArgumentException("the dataset has too few rows to hold some out"));
  }

  /**
   * Stores rows in random order. Their order follows from the seed, so that a shard that is stored
   * again, because its executor was lost, holds the same rows in the same places.
   */
  private JavaRDD<Shard> shards(Dataset<Row> training, TableSchema schema) {
    InputColumns places = inputs;
    FitReading how = reading;
    SchemaText text = SchemaText.of(schema);
    JavaRDD<Shard> shards =
        training
            .repartition(workers(), functions.col(MARK))
            .sortWithinPartitions(MARK)
            .toJavaRDD()
            .mapPartitionsWithIndex(
                (index, part) ->
                    List.of(Shard.of(index, how.chunks(places, part, text))).iterator(),
                true)
            .persist(StorageLevel.MEMORY_ONLY());
    long empty = shards.filter(shard -> shard.count() == 0).count();
    if (empty > 0) {
      throw new IllegalArgumentException(
          "%d of the %d workers have no row; set numWorkers to fewer".formatted(empty, workers()));
    }
    return shards;
  }

  private int workers() {
    int wanted = (int) params.getOrDefault(params.numWorkers());
    return wanted == 0 ? rows.sparkSession().sparkContext().defaultParallelism() : wanted;
  }
}
