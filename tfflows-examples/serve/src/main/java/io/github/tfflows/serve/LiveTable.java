package io.github.tfflows.serve;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.model.ModelEvents;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.model.Watcher;
import io.github.tfflows.serve.option.RequestLimits;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * The newest version of a model of a table, for programs that have a server or a stream of their
 * own.
 *
 * <pre>{@code
 * try (LiveTable orders = LiveTable.open(folder, Execution.defaults(), Duration.ofSeconds(5))) {
 *   RowScore score = orders.with(model -> model.score(row));
 * }
 * }</pre>
 *
 * <p>It is safe for use by several threads. A new version replaces the one before, which is closed
 * when its last use ends.
 */
public final class LiveTable implements AutoCloseable {
  private final ServedModels models;
  private final String name;
  private final Watcher watcher;

  private LiveTable(ServedModels models, String name, Watcher watcher) {
    this.models = models;
    this.name = name;
    this.watcher = watcher;
  }

  /**
   * Opens a model.
   *
   * @param directory the model, or a directory of its versions, whose names are whole numbers
   * @param execution how it runs
   * @param refresh the time between two checks for a new version
   * @return the model, to be closed
   * @throws IOException if it cannot be opened, is not a model of a table, or there are several
   */
  public static LiveTable open(Path directory, Execution execution, Duration refresh)
      throws IOException {
    ServedModels models =
        ServedModels.open(
            directory, execution, RequestLimits.defaults(), Runnable::run, ModelEvents.NONE);
    try {
      return new LiveTable(models, only(directory, models).name(), Watcher.start(models, refresh));
    } catch (IOException | RuntimeException e) {
      models.close();
      throw e;
    }
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
        throw new IOException(directory + " is no model of a table");
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
    ModelVersion version = model().use().orElseThrow(this::gone);
    try {
      return work.apply(version.table());
    } finally {
      version.release();
    }
  }

  /**
   * Returns the number of the version; 1 where the directory has none.
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
    watcher.close();
    models.close();
  }
}
