package io.github.tfflows.spark;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.TrainingPlan;
import io.github.tfflows.tables.FlowFamily;
import io.github.tfflows.tables.PartialScan;
import io.github.tfflows.tables.TableFlow;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableSchema;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * A fit on a cluster: executors scan the columns, hold rows out, store the others as shards and
 * take the steps; the driver averages and validates.
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

  /** Rows that determine means and scales. */
  private static final int SAMPLED = 100_000;

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
      return trained(schema, shards, heldOut, count);
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

  private ModelFiles trained(TableSchema schema, JavaRDD<Shard> shards, Data heldOut, long count)
      throws IOException {
    int each = Math.max(1, SAMPLED / workers());
    Data sample =
        shards
            .map(shard -> Flat.of(shard.slice(0, (int) Math.min(each, shard.count()))))
            .collect()
            .stream()
            .map(Flat::data)
            .reduce(Data::followedBy)
            .orElseThrow();
    Training recipe = recipe(Math.toIntExact(Math.min(Integer.MAX_VALUE, count)), schema);
    Distribution density = density(schema, sample, count);
    int contextSize =
        schema.conditioning() == Conditioning.ANY
            ? 2 * schema.modelled().size()
            : schema.given().size();
    Training own =
        recipe
            .withBatchSize(recipe.batchSize() / workers())
            .withExecution(Execution.defaults().withThreads(1));
    ShardTraining training =
        ShardTraining.of(
            params.uid() + " " + System.nanoTime(),
            TrainingPlan.of(density, own, contextSize),
            schema,
            recipe.seed());
    SparkWorkers workers =
        new SparkWorkers(
            JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()),
            shards,
            training,
            (int) params.getOrDefault(params.stepsPerRound()));
    try (TableModel model =
        TableModel.of(
            recipe.fit(
                density, workers, ShardTraining.noisy(heldOut, schema, recipe.seed()), p -> {}),
            schema)) {
      return exported(model, heldOut);
    } finally {
      shards.foreach(training::close);
    }
  }

  private Distribution density(TableSchema schema, Data sample, long count) {
    FlowFamily family = FlowFamily.parse(params.getOrDefault(params.flow()));
    FlowFamily.Size size =
        FlowFamily.Size.forData(family, (int) Math.min(Integer.MAX_VALUE, count));
    return TableFlow.of(family.on(schema, size), schema, sample);
  }

  private Training recipe(int count, TableSchema schema) {
    Training usual = Training.forData(count, schema.modelled().size()).withMembers(1);
    int steps = (int) params.getOrDefault(params.maxIter());
    int batch = (int) params.getOrDefault(params.batchSize());
    int rounded = Math.max(1, (batch == 0 ? usual.batchSize() : batch) / workers()) * workers();
    Training recipe =
        usual
            .withSteps(steps == 0 ? usual.steps() : steps)
            .withBatchSize(rounded)
            .withLearningRate(LearningRate.cosine((double) params.getOrDefault(params.stepSize())))
            .withSeed((long) params.getOrDefault(params.seed()));
    String folder = params.getOrDefault(params.checkpointDir());
    return folder.isEmpty()
        ? recipe
        : recipe.withCheckpoints(
            Path.of(folder), (int) params.getOrDefault(params.checkpointInterval()), 2);
  }

  private static ModelFiles exported(TableModel model, Data heldOut) throws IOException {
    Path folder = Files.createTempDirectory("tfflows-fit-");
    try {
      Path directory = folder.resolve("model");
      model.distribution().export(directory, model.describing(ExportOptions.defaults(), heldOut));
      return ModelFiles.of(directory);
    } finally {
      LoadedModels.delete(folder);
    }
  }
}
