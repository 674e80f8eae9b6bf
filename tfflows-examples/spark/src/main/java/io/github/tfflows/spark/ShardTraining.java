package io.github.tfflows.spark;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.training.TrainingPlan;
import io.github.tfflows.core.training.TrainingWorker;
import io.github.tfflows.tables.TableSchema;
import io.github.tfflows.tables.density.RandomStates;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The training on shards, as executors run it. A worker stays in its JVM from round to round; one
 * that is missing, because its executor is new, is opened again and gives the same results.
 *
 * @param id the name of the training
 * @param plan the distribution and the recipe of a worker
 * @param noise the noise of values with a step
 * @param layout the places of the columns
 * @param conditioning the cells that can be given
 */
record ShardTraining(
    String id, TrainingPlan plan, Noise noise, Layout layout, Conditioning conditioning)
    implements Serializable {
  /** Noise of shards is far apart, since users number their seeds. */
  private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  private static final Map<String, TrainingWorker> WORKERS = new ConcurrentHashMap<>();

  /**
   * The noise that is added to values with a step.
   *
   * @param widths the width of each entry's noise
   * @param seed its seed
   */
  record Noise(List<Float> widths, long seed) implements Serializable {
    private float[] array() {
      float[] array = new float[widths.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = widths.get(i);
      }
      return array;
    }

    private long seed(int shard) {
      return seed + shard * SEED_STRIDE;
    }
  }

  /**
   * The places of the columns in an event.
   *
   * @param columns the number of columns
   * @param optional those that can have missing values
   */
  record Layout(int columns, List<Integer> optional) implements Serializable {
    RowLayout rows() {
      return new RowLayout(columns, optional);
    }
  }

  /** The training of a table. */
  static ShardTraining of(String id, TrainingPlan plan, TableSchema schema, long seed) {
    float[] spacing = schema.spacing();
    List<Float> widths = IntStream.range(0, spacing.length).mapToObj(i -> spacing[i]).toList();
    RowLayout layout = schema.layout();
    return new ShardTraining(
        id,
        plan,
        new Noise(widths, seed),
        new Layout(layout.columns(), layout.optional()),
        schema.conditioning());
  }

  /**
   * Held-out rows as they are validated with: with noise, and where cells can be given with states.
   */
  static Data noisy(Data heldOut, TableSchema schema, long seed) {
    Data noisy = heldOut.dequantized(schema.spacing(), -seed - 1);
    if (schema.conditioning() == Conditioning.NONE) {
      return noisy;
    }
    return new RandomStates(schema.layout(), DataSource.of(noisy), -seed - 1)
        .pass(0)
        .findFirst()
        .orElseThrow();
  }

  /** Calls the worker of a shard. */
  <R> R with(Shard shard, Function<TrainingWorker, R> call) {
    TrainingWorker worker = WORKERS.computeIfAbsent(key(shard), unused -> open(shard));
    synchronized (worker) { // a task of a lost stage may still run
      try {
        return call.apply(worker);
      } catch (RuntimeException e) { // its place among the batches is unknown
        if (WORKERS.remove(key(shard), worker)) {
          worker.close();
        }
        throw e;
      }
    }
  }

  private TrainingWorker open(Shard shard) {
    NativeMemory.unlimited();
    long seed = noise.seed(shard.index());
    DataSource rows = ((DataSource) shard::pass).dequantized(noise.array(), seed);
    DataSource states =
        conditioning == Conditioning.ANY ? new RandomStates(layout.rows(), rows, seed) : rows;
    return TrainingWorker.open(plan, states, (double) shard.count());
  }

  /** Frees the worker of a shard. */
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
