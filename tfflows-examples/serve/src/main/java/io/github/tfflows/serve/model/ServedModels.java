package io.github.tfflows.serve.model;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The models of a folder, each in its newest version that can be opened. */
public final class ServedModels implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServedModels.class.getName());

  private final ModelFolder folder;
  private final CallPolicy policy;
  private final Map<String, ServedModel> models = new ConcurrentSkipListMap<>();

  /** The models whose directories were missing at the last check. */
  private Set<String> missed = Set.of();

  private boolean isClosed;

  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "tfflows-models");
            thread.setDaemon(true);
            return thread;
          });

  private ServedModels(Path folder, CallPolicy policy) {
    this.folder = new ModelFolder(folder);
    this.policy = policy;
  }

  /**
   * Opens the models of a folder.
   *
   * @param folder a model, a directory of its versions, or a directory of models
   * @throws IOException if the folder cannot be read, has no model, or none can be opened
   */
  public static ServedModels open(Path folder, CallPolicy policy) throws IOException {
    if (!Files.isDirectory(folder)) {
      String expected = "expected the directory of a model, of its versions, or of models";
      throw new FileSystemException(folder.toString(), null, expected);
    }
    ServedModels served = new ServedModels(folder, policy);
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

  /** Opens new versions from now on, checking at intervals. */
  public void watch(Duration refresh) {
    long period = refresh.toNanos();
    var unused = watcher.scheduleWithFixedDelay(this::check, period, period, TimeUnit.NANOSECONDS);
  }

  /** Opens no more new versions, except by {@link #update}. */
  public void unwatch() {
    watcher.shutdown();
  }

  private void check() {
    try {
      update();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, "cannot look for new versions", e);
    }
  }

  /**
   * Opens new versions, and closes models whose directories were missing at two checks in
   * succession, since a single check may fall between two steps of a replacement. If a version
   * cannot be opened, the newest one that can is in use, and the new one is tried again later.
   */
  public synchronized void update() throws IOException {
    if (isClosed) {
      return;
    }
    Map<String, List<ModelFile>> versions = folder.versions();
    versions.forEach(
        (name, files) -> {
          ServedModel model = models.computeIfAbsent(name, ServedModel::new);
          if (!model.isSettled(files.get(0))) {
            openNewest(model, files);
          }
        });
    Set<String> absent = new TreeSet<>(models.keySet());
    absent.removeAll(versions.keySet());
    for (String name : absent) {
      if (missed.contains(name)) {
        LOG.log(System.Logger.Level.INFO, "{0} is gone", name);
        retire(name);
      }
    }
    missed = absent;
  }

  /**
   * Opens the first of these files that can be opened, unless one before it is in use. The failure
   * of the very first one is kept.
   */
  private void openNewest(ServedModel model, List<ModelFile> files) {
    Optional<ServedModel.Failure> failure = Optional.empty();
    for (ModelFile file : files) {
      if (model.file().filter(file::equals).isPresent()) {
        break;
      }
      Optional<ServedModel.Failure> own = open(model, file);
      if (own.isEmpty()) {
        break;
      }
      failure = failure.isPresent() ? failure : own;
    }
    failure.ifPresent(model::fail);
  }

  /** Opens a file; returns the failure, if it cannot be opened. */
  private Optional<ServedModel.Failure> open(ServedModel model, ModelFile file) {
    try {
      ModelVersion version = ModelVersion.open(file, policy);
      if (model.file().isPresent()) {
        warmUp(version); // while the previous version answers
      }
      model.replace(version);
      LOG.log(
          System.Logger.Level.INFO,
          "{0} is at version {1}",
          model.name(),
          String.valueOf(file.version()));
      return Optional.empty();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, e.getMessage());
      String problem = String.valueOf(e.getMessage());
      return Optional.of(new ServedModel.Failure(file, problem, System.nanoTime()));
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
    unwatch();
    Set.copyOf(models.keySet()).forEach(this::retire);
  }
}
