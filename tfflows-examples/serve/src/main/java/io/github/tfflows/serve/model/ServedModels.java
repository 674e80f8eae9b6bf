package io.github.tfflows.serve.model;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.option.RequestLimits;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;

/** The models of a folder, each in its newest version. */
public final class ServedModels implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServedModels.class.getName());

  private final ModelFolder folder;
  private final Execution execution;
  private final RequestLimits limits;
  private final Executor workers;
  private final ModelEvents events;
  private final Map<String, ServedModel> models = new ConcurrentSkipListMap<>();

  /** The models whose directories were missing at the last check. */
  private Set<String> missed = Set.of();

  private boolean isClosed;

  private ServedModels(
      Path folder,
      Execution execution,
      RequestLimits limits,
      Executor workers,
      ModelEvents events) {
    this.folder = new ModelFolder(folder);
    this.execution = execution;
    this.limits = limits;
    this.workers = workers;
    this.events = events;
  }

  /**
   * Opens the models of a folder.
   *
   * @param folder a model, a directory of its versions, or a directory of models
   * @param workers where calls run
   * @throws IOException if the folder cannot be read, has no model, or none can be opened
   */
  public static ServedModels open(
      Path folder, Execution execution, RequestLimits limits, Executor workers, ModelEvents events)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      String expected = "expected the directory of a model, of its versions, or of models";
      throw new FileSystemException(folder.toString(), null, expected);
    }
    ServedModels served = new ServedModels(folder, execution, limits, workers, events);
    served.update();
    if (served.models.isEmpty()) {
      throw new IOException(
          ("%s holds no model; expected a saved_model.pb in it, in directories of versions (1, 2,"
                  + " …), or in directories of models")
              .formatted(folder));
    }
    for (ServedModel model : served.models.values()) {
      if (model.file().isPresent()) {
        return served;
      }
    }
    throw new IOException(
        served.models.values().iterator().next().failure().orElseThrow().problem());
  }

  /**
   * Takes up new versions, and closes models whose directories were missing at two checks in
   * succession: one check may fall between two steps of a replacement. If a version cannot be
   * opened, the one before stays in use, and the new one is tried again later.
   *
   * @throws IOException if the folder cannot be read
   */
  public synchronized void update() throws IOException {
    if (isClosed) {
      return;
    }
    Map<String, ModelFile> newest = folder.newest();
    newest.forEach(
        (name, file) -> {
          ServedModel model = models.computeIfAbsent(name, ServedModel::new);
          if (!model.isSettled(file)) {
            open(model, file);
          }
        });
    Set<String> absent = new TreeSet<>(models.keySet());
    absent.removeAll(newest.keySet());
    for (String name : absent) {
      if (missed.contains(name)) {
        LOG.log(System.Logger.Level.INFO, "{0} is gone", name);
        retire(name);
      }
    }
    missed = absent;
  }

  private void open(ServedModel model, ModelFile file) {
    try {
      ModelVersion version = ModelVersion.open(file, execution, limits, workers, events);
      if (model.file().isPresent()) {
        warmUp(version); // while the previous version answers
      }
      model.replace(version);
      LOG.log(
          System.Logger.Level.INFO,
          "{0} is at version {1}",
          model.name(),
          String.valueOf(file.version()));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      String problem = String.valueOf(e.getMessage());
      model.fail(new ServedModel.Failure(file, problem, System.nanoTime()));
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
    }
  }

  private static void warmUp(ModelVersion version) {
    try {
      version.warmUp();
    } catch (RuntimeException | OutOfMemoryError e) {
      version.release();
      throw e;
    }
  }

  private void retire(String name) {
    ServedModel model = models.remove(name);
    if (model != null) {
      model.retire();
    }
  }

  /** Returns the models by name. */
  public Map<String, ServedModel> all() {
    return Collections.unmodifiableMap(models);
  }

  /**
   * Returns a model.
   *
   * @throws NoSuchElementException if there is none of the name
   */
  public ServedModel get(String name) {
    ServedModel model = models.get(name);
    if (model == null) {
      throw new NoSuchElementException(
          "there is no model %s; there are %s".formatted(name, models.keySet()));
    }
    return model;
  }

  @Override
  public synchronized void close() {
    isClosed = true;
    Set.copyOf(models.keySet()).forEach(this::retire);
  }
}
