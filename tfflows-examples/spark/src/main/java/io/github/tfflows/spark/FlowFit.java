package io.github.tfflows.spark;

import io.github.tfflows.core.data.Groups;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.model.NativeMemory;
import io.github.tfflows.spark.model.SchemaText;
import io.github.tfflows.spark.model.Serialization;
import io.github.tfflows.spark.param.TrainingParams;
import io.github.tfflows.spark.row.Cells;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.PartitionRows;
import io.github.tfflows.spark.shard.FitReading;
import io.github.tfflows.spark.shard.Shard;
import io.github.tfflows.spark.shard.ShardFit;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.relation.RelationScan;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.storage.StorageLevel;

/**
 * A fit on a cluster. Executors scan the columns, hold rows out, store the other rows as shards,
 * and train on the shards ({@link ShardFit}).
 *
 * @param params the parameters
 * @param inputs the places of the columns
 * @param reading how the columns are chosen and rows are read
 */
record FlowFit(
    TrainingParams<?> params, Dataset<Row> rows, InputColumns inputs, FitReading reading) {
  private static final System.Logger LOG = System.getLogger(FlowFit.class.getName());
  private static final int MOST_HELD_OUT = 20_000;

  /** Groups are counted by their hashes, so that there may be any number of them. */
  private static final long BUCKETS = 1 << 16;

  /**
   * The column of a random number for each row, which determines whether the row is held out, its
   * shard and its place. Its seed is not a small number, since users' own random columns may have
   * such seeds.
   */
  private static final String MARK = "tfflows_mark";

  /**
   * Leaves out rows of weight zero, and adds the places of the weights and the groups.
   *
   * @throws IllegalArgumentException if columns cannot be used, naming them and the reasons
   */
  FlowFit {
    RowColumns ofRows = reading.rowColumns();
    ofRows.requireNoneOf(inputs.names());
    List<String> names = ofRows.names();
    inputs = inputs.followedBy(InputColumns.ofFields(rows.schema(), names, names));
    reading.requireUsable(inputs);
    if (!reading.weights().isEmpty()) {
      DataType type = rows.schema().apply(reading.weights()).dataType();
      if (!(type instanceof NumericType)) {
        throw new IllegalArgumentException(
            "expected numbers in the column \"%s\" of weights, got %s"
                .formatted(Excerpt.of(reading.weights()), type.simpleString()));
      }
      rows = rows.filter(functions.not(Cells.column(reading.weights()).eqNullSafe(0)));
    }
  }

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
    Serialization.require(rows.sparkSession());
    FlowFamily unused = FlowFamily.parse(params.getOrDefault(params.flow()));
    TableScan.Part scan = scan();
    TableSchema schema = reading.schema(scan, checked(scan.relations()));
    int workers = workers();
    JavaRDD<Shard> shards = shards(schema, scan.rows(), workers);
    try {
      requireRows(shards);
      return new ShardFit(params, reading.rowColumns(), schema, scan.rows(), workers)
          .run(rows.sparkSession(), shards);
    } finally {
      free(shards);
    }
  }

  /** Frees the shards. A failure does not fail the fit: shards end with their executors. */
  private static void free(JavaRDD<Shard> shards) {
    try {
      shards.foreach(Shard::delete);
      JavaRDD<Shard> unused = shards.unpersist();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "executors still hold the rows of a fit", e);
    }
  }

  private TableScan.Part scan() {
    if (rows.toJavaRDD().getNumPartitions() == 0) {
      throw new IllegalArgumentException("the dataset has no rows");
    }
    InputColumns places = inputs;
    FitReading how = reading;
    return rows.toJavaRDD()
        .mapPartitions(part -> List.of(how.scan(new PartitionRows(places, part))).iterator())
        .treeReduce(TableScan.Part::mergedWith);
  }

  private RelationScan checked(RelationScan relations) {
    if (relations.isOver()) {
      return relations;
    }
    InputColumns places = inputs;
    return rows.toJavaRDD()
        .mapPartitions(
            part ->
                List.of(FitReading.checked(relations, new PartitionRows(places, part))).iterator())
        .treeReduce(RelationScan::mergedWith);
  }

  /**
   * Stores rows in random order, held-out rows first. The order follows from the seed. If an
   * executor is lost, its shard is stored again with the same rows in the same places, provided
   * that the rows of the dataset come in the same order again.
   */
  private JavaRDD<Shard> shards(TableSchema schema, long count, int workers) {
    double share =
        Math.min(
            (double) params.getOrDefault(params.heldOutFraction()), MOST_HELD_OUT / (double) count);
    long seed = new SplittableRandom((long) params.getOrDefault(params.seed())).nextLong();
    InputColumns places = inputs;
    FitReading how = reading;
    SchemaText text = SchemaText.of(schema);
    return rows.withColumn(MARK, mark(functions.rand(seed), share))
        .repartition(workers, functions.col(MARK))
        .sortWithinPartitions(MARK)
        .toJavaRDD()
        .mapPartitionsWithIndex(
            (index, part) -> List.of(how.shard(index, places, part, text, share)).iterator(), true)
        .persist(StorageLevel.MEMORY_ONLY());
  }

  /** Returns a random number for each row, below a share if its group is held out. */
  Column mark(Column random, double share) {
    String name = reading.groups();
    if (name.isEmpty() || share == 0) {
      return random;
    }
    Column group = Cells.column(name);
    Column bucket = functions.pmod(functions.xxhash64(group), functions.lit(BUCKETS));
    List<Row> counts =
        rows.filter(group.isNotNull())
            .groupBy(bucket.as("bucket"))
            .count()
            .sort("bucket")
            .collectAsList();
    if (counts.size() == 1 && rows.filter(group.isNull()).isEmpty()) {
      throw new IllegalArgumentException(
          "the dataset, column %s: all rows are of one group; expected several, since groups are"
                  .formatted(Excerpt.of(name))
              + " held out as a whole");
    }
    Column isHeldOut = bucket.isin(heldOut(counts, counts.size() == 1 ? 0 : share));
    return functions
        .when(group.isNull(), random)
        .when(isHeldOut, random.multiply(share))
        .otherwise(random.multiply(1 - share).plus(share));
  }

  /** Returns the buckets that are held out, from all with their numbers of rows. */
  private Object[] heldOut(List<Row> counts, double share) {
    Groups groups = new Groups(counts.stream().mapToLong(count -> count.getLong(1)).toArray());
    boolean[] heldOut = groups.heldOut(share, (long) params.getOrDefault(params.seed()), 0);
    return IntStream.range(0, heldOut.length)
        .filter(i -> heldOut[i])
        .mapToObj(i -> counts.get(i).getLong(0))
        .toArray();
  }

  private static void requireRows(JavaRDD<Shard> shards) {
    long empty = shards.filter(shard -> shard.count() == 0).count();
    if (empty > 0) {
      throw new IllegalArgumentException(
          "%s of the %s workers have no row; set numWorkers to fewer"
              .formatted(empty, shards.getNumPartitions()));
    }
  }

  private int workers() {
    int wanted = (int) params.getOrDefault(params.numWorkers());
    return wanted == 0 ? rows.sparkSession().sparkContext().defaultParallelism() : wanted;
  }
}
