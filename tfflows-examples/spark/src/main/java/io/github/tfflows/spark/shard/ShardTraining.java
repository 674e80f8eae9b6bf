package io.github.tfflows.spark.shard;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.parallel.TrainingPlan;
import io.github.tfflows.core.parallel.TrainingWorker;
import io.github.tfflows.spark.model.NativeMemory;
import io.github.tfflows.spark.model.SchemaText;
import io.github.tfflows.tables.TrainingRows;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The training on shards, as executors run it. A worker stays in its JVM from round to round. If it
 * is missing, because its executor is new, it is opened again and gives the same results.
 *
 * @param id the name of the training
 * @param plan the distribution and the recipe of a worker
 * @param columns the columns of the rows
 * @param seed the seed of noise and of given cells
 * @param meanWeight the mean weight of the rows of all shards
 */
record ShardTraining(String id, TrainingPlan plan, SchemaText columns, long seed, double meanWeight)
    implements Serializable {
  private static final Map<String, TrainingWorker> WORKERS = new ConcurrentHashMap<>();

  <R> R with(Shard shard, Function<TrainingWorker, R> call) {
    TrainingWorker worker = WORKERS.computeIfAbsent(key(shard), unused -> open(shard));
    synchronized (worker) { // a task of a lost stage may still run
      try {
        return call.apply(worker);
      } catch (RuntimeException e) { // its position among the batches is unknown
        if (WORKERS.remove(key(shard), worker)) {
          worker.close();
        }
        throw e;
      }
    }
  }

  private TrainingWorker open(Shard shard) {
    NativeMemory.unlimited();
    TrainingRows rows = new TrainingRows(columns.schema(), seed).ofPart(shard.index());
    return TrainingWorker.open(
        plan, rows.training(pass -> shard.pass(pass).map(this::scaled)), shard.weight());
  }

  /** Rows with weights scaled so that their mean over all shards is one. */
  private Data scaled(Data rows) {
    if (!rows.isWeighted()) {
      return rows;
    }
    float[] scaled = new float[rows.count()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (rows.weight(i) / meanWeight);
    }
    return rows.weighted(scaled);
  }

  void close(Shard shard) {
    TrainingWorker worker = WORKERS.remove(key(shard));
    if (worker != null) {
      synchronized (worker) {
        worker.close();
      }
    }
  }

  private String key(Shard shard) {
    return id + " " + shard.index();
  }
}
