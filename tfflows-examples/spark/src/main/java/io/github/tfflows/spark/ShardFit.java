package io.github.tfflows.spark;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.TrainingPlan;
import io.github.tfflows.tables.FlowFamily;
import io.github.tfflows.tables.TableFlow;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableSchema;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A training on shards: executors take the steps, the driver averages and validates.
 *
 * @param params the parameters
 * @param schema the columns
 * @param count the number of rows, those held out among them
 * @param workers the number of shards
 */
record ShardFit(FitParams<?> params, TableSchema schema, long count, int workers) {
  /** Rows that determine means and scales. */
  private static final int SAMPLED = 100_000;

  /** Trains, and returns the files of the model. */
  ModelFiles run(SparkSession spark, JavaRDD<Shard> shards, Data heldOut) throws IOException {
    Training recipe = recipe();
    Distribution density = density(sample(shards));
    ShardTraining training = training(recipe, density);
    SparkWorkers executors =
        new SparkWorkers(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            shards,
            training,
            (int) params.getOrDefault(params.stepsPerRound()));
    Data validation = ShardTraining.noisy(heldOut, schema, recipe.seed());
    try (TableModel model =
        TableModel.of(recipe.fit(density, executors, validation, progress -> {}), schema)) {
      return exported(model, heldOut);
    } finally {
      shards.foreach(training::close);
    }
  }

  private Data sample(JavaRDD<Shard> shards) {
    int each = Math.max(1, SAMPLED / workers);
    return shards
        .map(shard -> Flat.of(shard.slice(0, (int) Math.min(each, shard.count()))))
        .collect()
        .stream()
        .map(Flat::data)
        .reduce(Data::followedBy)
        .orElseThrow();
  }

  /** The training of a worker, which has its part of each batch. */
  private ShardTraining training(Training recipe, Distribution density) {
    boolean isAny = schema.conditioning() == Conditioning.ANY;
    int contextSize = isAny ? 2 * schema.modelled().size() : schema.given().size();
    Training own =
        recipe
            .withBatchSize(recipe.batchSize() / workers)
            .withExecution(Execution.defaults().withThreads(1));
    TrainingPlan plan = TrainingPlan.of(density, own, contextSize);
    String id = params.uid() + " " + System.nanoTime();
    return ShardTraining.of(id, plan, schema, recipe.seed());
  }

  private int rows() {
    return (int) Math.min(Integer.MAX_VALUE, count);
  }

  private Distribution density(Data sample) {
    FlowFamily family = FlowFamily.parse(params.getOrDefault(params.flow()));
    FlowFamily.Size size = FlowFamily.Size.forData(family, rows());
    return TableFlow.of(family.on(schema, size), schema, sample);
  }

  private Training recipe() {
    Training usual = Training.forData(rows(), schema.modelled().size()).withMembers(1);
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
