package io.github.tfflows.spark.shard;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.parallel.TrainingPlan;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.model.SchemaText;
import io.github.tfflows.spark.param.TrainingParams;
import io.github.tfflows.tables.FitSize;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.TrainingRows;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.CalendarCycles;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.flow.SharedMasses;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.RowColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A training on shards: executors take the steps, the driver averages and validates.
 *
 * @param params the parameters
 * @param ofRows the columns of weights and groups
 * @param schema the columns
 * @param count the number of rows, including held-out rows
 * @param workers the number of shards
 */
public record ShardFit(
    TrainingParams<?> params, RowColumns ofRows, TableSchema schema, long count, int workers) {
  private static final System.Logger LOG = System.getLogger(ShardFit.class.getName());

  /** The most numbers in the sample that determines means and scales. */
  private static final int SAMPLED = 4_000_000;

  /** Trains, and returns the files of the model. */
  public ModelFiles run(SparkSession spark, JavaRDD<Shard> shards) throws IOException {
    int each = SAMPLED / schema.all().size() / workers;
    Data sample = joined(shards.map(shard -> Flat.of(shard.sample(each))));
    TableSchema shared = sample.isGrouped() ? SharedMasses.in(schema, sample) : schema;
    TableSchema parted = CalendarCycles.withParts(shared, sample);
    return new ShardFit(params, ofRows, parted, count, workers).run(spark, shards, sample);
  }

  private ModelFiles run(SparkSession spark, JavaRDD<Shard> shards, Data sample)
      throws IOException {
    Training recipe = recipe(sample);
    Distribution density = density(sample);
    Data heldOut = joined(shards.map(shard -> Flat.of(shard.heldOut())));
    ShardTraining training = training(recipe, density, meanWeight(shards));
    SparkWorkers executors =
        new SparkWorkers(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            shards,
            training,
            (int) params.getOrDefault(params.stepsPerRound()));
    Data validation = new TrainingRows(schema, recipe.seed()).validation(heldOut);
    try (CompiledDistribution trained =
        recipe.fit(density, executors, validation, progress -> {})) {
      TableOrigin origin = new TableOrigin(family().toString(), ofRows);
      return exported(TableModel.measured(trained, schema, heldOut, origin));
    } finally {
      free(shards, training);
    }
  }

  /** Frees the workers. A failure does not fail the fit: workers end with their executors. */
  private static void free(JavaRDD<Shard> shards, ShardTraining training) {
    try {
      shards.foreach(training::close);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "executors still hold the workers of a fit", e);
    }
  }

  private static Data joined(JavaRDD<Flat> parts) {
    return parts.collect().stream()
        .filter(part -> part.count() > 0)
        .map(Flat::data)
        .reduce(Data::followedBy)
        .orElseThrow(
            () -> new IllegalArgumentException("the dataset has too few rows to hold some out"));
  }

  /** The training of a worker on its part of each batch. */
  private ShardTraining training(Training recipe, Distribution density, double meanWeight) {
    Training own =
        recipe
            .withBatchSize(recipe.batchSize() / workers)
            .withExecution(Execution.defaults().withThreads(1));
    TrainingPlan plan = TrainingPlan.of(density, own);
    String id = params.uid() + " " + System.nanoTime();
    return new ShardTraining(id, plan, SchemaText.of(schema), recipe.seed(), meanWeight);
  }

  private int rows() {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  private Distribution density(Data sample) {
    return TableDistribution.of(family().on(schema, rows()), schema, sample);
  }

  private double meanWeight(JavaRDD<Shard> shards) {
    return ofRows.weights().isEmpty()
        ? 1
        : shards.map(Shard::weight).reduce(Double::sum)
            / shards.map(Shard::count).reduce(Long::sum);
  }

  private FlowFamily family() {
    return FlowFamily.parse(params.getOrDefault(params.flow()));
  }

  private Training recipe(Data sample) {
    Training usual = new FitSize(rows(), schema).of(sample).training().withMembers(1);
    int steps = (int) params.getOrDefault(params.maxIter());
    int batch = (int) params.getOrDefault(params.batchSize());
    int rounded = Math.max(1, (batch == 0 ? usual.batchSize() : batch) / workers) * workers;
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

  private static ModelFiles exported(TableModel model) throws IOException {
    Path folder = Files.createTempDirectory("tfflows-fit-");
    try {
      Path directory = folder.resolve("model");
      model.export(directory);
      return ModelFiles.of(directory);
    } finally {
      boolean unused = FileUtil.fullyDelete(folder.toFile());
    }
  }
}
