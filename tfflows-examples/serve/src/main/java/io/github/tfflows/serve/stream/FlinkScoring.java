package io.github.tfflows.serve.stream;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.LiveTable;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds scores to the rows of a stream of Flink, which may be of any type:
 *
 * <pre>{@code
 * DataStream<ScoredRow<Order>> scored =
 *     AsyncDataStream.unorderedWait(
 *         orders,
 *         new FlinkScoring<>(
 *             Path.of("/models/orders"),
 *             Execution.defaults(),
 *             Duration.ofSeconds(5),
 *             order -> Map.of("price", order.price, "carat", order.carat, "cut", order.cut)),
 *         1, TimeUnit.MINUTES, // at most, for a row
 *         256); // rows at a time
 * scored.filter(row -> !row.isSuitable()).sinkTo(deadLetters);
 * scored.filter(row -> row.isSuitable() && row.isAnomaly(0.001)).sinkTo(anomalies);
 * scored.filter(row -> !row.isAnomaly(0.001)).sinkTo(checked);
 * }</pre>
 *
 * <p>Waiting rows share a call of the model, which is many times as fast as a call for each row.
 *
 * <p>A row that does not suit the model does not stop the job; it gets the least p-value and a
 * problem. The job fails if the model cannot be opened, or {@code columns} throws an exception.
 *
 * <p>The function travels with the job as the path of the model. Each of its parallel instances
 * opens the model on its own machine when it starts, replaces it by newer versions, and closes it
 * when it ends. It has no state: Flink keeps the rows that wait in its checkpoints, so that each
 * row has one score in an exactly-once sink. A row that Flink repeats after a failure is scored by
 * the newest version at that time.
 */
@SuppressWarnings("exports") // of Flink, which modules without streams do without
public final class FlinkScoring<T extends @Nullable Object>
    extends RichAsyncFunction<T, ScoredRow<T>> {
  private static final long serialVersionUID = 1;

  private final String directory;
  private final Execution execution;
  private final Duration refresh;
  private final MapFunction<T, Map<String, @Nullable Object>> columns;
  private transient @Nullable LiveTable model;

  /**
   * Describes a model, which need not exist where the job is submitted.
   *
   * @param directory the model, or a directory of its versions, whose names are whole numbers, on
   *     each machine that runs the job
   * @param refresh the time between two checks for a new version
   * @param columns returns the value of each column of a row, as {@link TableModel#score(Map)}
   *     expects them; null or an absent key is a missing value
   */
  public FlinkScoring(
      Path directory,
      Execution execution,
      Duration refresh,
      MapFunction<T, Map<String, @Nullable Object>> columns) {
    this.directory = directory.toString();
    this.execution = execution;
    this.refresh = refresh;
    this.columns = columns;
  }

  /**
   * Opens the model.
   *
   * @throws IOException if it cannot be opened, is not a model of a table, or there are several
   */
  @Override
  public void open(OpenContext context) throws IOException {
    model = LiveTable.open(Path.of(directory), execution, refresh);
  }

  /**
   * Scores a row.
   *
   * @throws IllegalStateException if the model is not open, or gone
   * @throws Exception an exception of the function of columns
   */
  @Override
  public void asyncInvoke(T row, ResultFuture<ScoredRow<T>> result) throws Exception {
    if (model == null) {
      throw new IllegalStateException("the model %s is not open".formatted(directory));
    }
    if (row == null) {
      ScoredRow<T> empty = model.with(table -> ScoredRow.empty(row, table));
      result.complete(List.of(empty));
    } else {
      var unused =
          model
              .score(List.of(columns.map(row)))
              .whenComplete((scores, failure) -> complete(row, scores, failure, result));
    }
  }

  private static <T extends @Nullable Object> void complete(
      T row,
      List<RowScore> scores,
      @Nullable Throwable failure,
      ResultFuture<ScoredRow<T>> result) {
    if (failure == null) {
      result.complete(List.of(new ScoredRow<>(row, scores.get(0))));
    } else {
      result.completeExceptionally(failure);
    }
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
