package io.github.tfflows.spark.row;

import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.apache.spark.TaskContext;

/**
 * The work of a model on rows, chunk by chunk.
 *
 * @param <R> the results of a chunk
 */
public interface ChunkWork<R> extends Serializable {
  /**
   * The work on a partition.
   *
   * @param reader the reader of its rows
   */
  record Pass<R>(TableReader reader, Function<TableChunk, R> results) {}

  /** The distance of the seeds of partitions: users choose small numbers as seeds. */
  long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  /** Returns the seeds of the chunks of a task's partition. */
  static SplittableRandom seeds(long seed) {
    return new SplittableRandom(seed + TaskContext.getPartitionId() * SEED_STRIDE);
  }

  /** Returns the problems of rows without results, by their index in a chunk. */
  default Map<Integer, String> problems(TableChunk chunk, R results) {
    return chunk.problems();
  }

  Pass<R> begin(TableModel model, TableSource rows, Reading reading) throws IOException;
}
