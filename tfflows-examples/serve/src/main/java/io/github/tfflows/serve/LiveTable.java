package io.github.tfflows.serve;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.serve.model.CallPolicy;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of a model of a table, for programs with their own server or stream.
 *
 * <pre>{@code
 * try (LiveTable orders = LiveTable.open(folder, Execution.defaults(), Duration.ofSeconds(5))) {
 *   RowScore score = orders.with(model -> model.score(row));
 * }
 * }</pre>
 *
 * <p>It is safe for use by several threads. A new version replaces the previous one, which is
 * closed when its last use ends.
 */
public final class LiveTable implements AutoCloseable {
  private final ServedModels models;
  private final String name;
  private final ExecutorService worker;

  private LiveTable(ServedModels models, String name, ExecutorService worker) {
    this.models = models;
    this.name = name;
    this.worker = worker;
  }

  /**
   * Opens a model.
   *
   * @param directory the model, or a directory of its versions, whose names are whole numbers
   * @param refresh the time between two checks for a new version
   * @return the model, to be closed
   * @throws IllegalArgumentException if the time is not positive
   * @throws IOException if it cannot be opened, is not a model of a table, or there are several
   */
  public static LiveTable open(Path directory, Execution execution, Duration refresh)
      throws IOException {
    Require.positive("the seconds between two checks", refresh.toNanos() / 1e9);
    ExecutorService worker = Executors.newSingleThreadExecutor(LiveTable::thread);
    CallPolicy policy =
        new CallPolicy(execution, RequestLimits.defaults(), worker, CallPolicy.Events.NONE);
    ServedModels models = ServedModels.open(directory, policy);
    try {
      String name = only(directory, models).name();
      models.watch(refresh);
      return new LiveTable(models, name, worker);
    } catch (IOException | RuntimeException e) {
      models.close();
      throw e;
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tfflows-scores");
    thread.setDaemon(true);
    return thread;
  }

  private static ServedModel only(Path directory, ServedModels models) throws IOException {
    if (models.all().size() > 1) {
      throw new IOException(
          "expected one model in %s, got %s".formatted(directory, models.all().keySet()));
    }
    ServedModel model = models.all().values().iterator().next();
    ModelVersion version = model.use().orElseThrow();
    try {
      if (!version.isTable()) {
        throw new IOException(directory + " is not a model of a table");
      }
    } finally {
      version.release();
    }
    return model;
  }

  /**
   * Works with the newest version, which stays open until the work ends. Do not keep the model, nor
   * objects that belong to it.
   *
   * @throws IllegalStateException if this is closed, or the model is gone
   */
  public <T> T with(Function<TableModel, T> work) {
    ModelVersion version = use();
    try {
      return work.apply(version.table());
    } finally {
      version.release();
    }
  }

  /**
   * Scores rows by the newest version. Calls that wait while others are scored share the next call
   * of the model. With many callers, this is several times as fast as {@link
   * TableModel#score(List)} in each of them.
   *
   * @param rows the rows, as {@link TableModel#score(List)} expects them
   * @return a score for each row. It fails with a {@link RejectedExecutionException} if this is
   *     closed before
   * @throws IllegalStateException if this is closed, or the model is gone
   * @throws RejectedExecutionException if 20,000 rows wait already
   */
  public CompletableFuture<List<RowScore>> score(List<Map<String, @Nullable Object>> rows) {
    ModelVersion version = use();
    try {
      return version.score(rows).whenComplete((scores, failure) -> version.release());
    } catch (RuntimeException e) {
      version.release();
      throw e;
    }
  }

  private ModelVersion use() {
    return model().use().orElseThrow(this::gone);
  }

  /**
   * Returns the number of the version; 1 if the directory has no versions.
   *
   * @throws IllegalStateException if this is closed, or the model is gone
   */
  public long version() {
    return model().file().orElseThrow(this::gone).version();
  }

  /** The model by its name, since it may be removed and replaced in between. */
  private ServedModel model() {
    ServedModel model = models.all().get(name);
    if (model == null) {
      throw gone();
    }
    return model;
  }

  private IllegalStateException gone() {
    return new IllegalStateException("the model %s is closed, or gone".formatted(name));
  }

  /** Closes the model once all work with it has ended. */
  @Override
  public void close() {
    models.close();
    worker.shutdown();
  }
}
