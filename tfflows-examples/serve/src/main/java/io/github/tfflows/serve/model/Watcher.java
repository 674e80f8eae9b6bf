package io.github.tfflows.serve.model;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes up new versions of models, in a thread of its own. */
public final class Watcher implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Watcher.class.getName());

  private final ServedModels models;
  private final ScheduledExecutorService thread;

  private Watcher(ServedModels models, ScheduledExecutorService thread) {
    this.models = models;
    this.thread = thread;
  }

  /** Begins to look for new versions, with a time between two checks. */
  public static Watcher start(ServedModels models, Duration refresh) {
    Watcher watcher =
        new Watcher(
            models,
            Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread thread = new Thread(work, "tfflows-models");
                  thread.setDaemon(true);
                  return thread;
                }));
    long period = refresh.toNanos();
    var unused =
        watcher.thread.scheduleWithFixedDelay(
            watcher::update, period, period, TimeUnit.NANOSECONDS);
    return watcher;
  }

  private void update() {
    try {
      models.update();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, "cannot look for new versions", e);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
