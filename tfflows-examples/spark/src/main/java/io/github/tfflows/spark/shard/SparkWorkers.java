package io.github.tfflows.spark.shard;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.parallel.Contribution;
import io.github.tfflows.core.parallel.TrainingWorker;
import io.github.tfflows.core.parallel.Workers;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Workers on the executors of Spark. A round is a job with a task for each shard. Tasks do not wait
 * for each other: there can be more tasks than cores, and Spark can repeat a lost task.
 *
 * @param spark the driver's connection
 * @param shards the rows, which Spark keeps
 * @param stepsPerRound the number of steps of a round
 */
record SparkWorkers(
    JavaSparkContext spark, JavaRDD<Shard> shards, ShardTraining training, int stepsPerRound)
    implements Workers {
  /**
   * The most results that the driver averages alone. Executors average more results first, in the
   * order in which they arrive, so that last digits differ from run to run.
   */
  private static final int MOST_AT_ONCE = 16;

  @Override
  public Data first() {
    ShardTraining on = training;
    return shards.map(shard -> Flat.of(on.with(shard, TrainingWorker::first))).collect().stream()
        .map(Flat::data)
        .reduce(Data::followedBy)
        .orElseThrow();
  }

  @Override
  public Contribution run(Round round) {
    ShardTraining on = training;
    Broadcast<Round> task = spark.broadcast(round);
    try {
      JavaRDD<Contribution> results =
          shards.map(shard -> on.with(shard, worker -> worker.run(task.value())));
      return shards.getNumPartitions() <= MOST_AT_ONCE
          ? results.collect().stream().reduce(Contribution::plus).orElseThrow()
          : results.treeReduce(Contribution::plus);
    } finally {
      task.destroy();
    }
  }
}
