package io.github.tfflows.serve;

import io.github.tfflows.serve.http.Metrics;
import io.github.tfflows.serve.http.Server;
import io.github.tfflows.serve.model.CallPolicy;
import io.github.tfflows.serve.model.ModelFile;
import io.github.tfflows.serve.model.ServedModel;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves exported models over HTTP: by the REST API of TensorFlow Serving, by the Open Inference
 * Protocol, version 2, and, for models of tables, by rows as JSON objects.
 *
 * <pre>{@code
 * try (ModelServer server = ModelServer.start(Path.of("models"), ServerOptions.defaults())) {
 *   System.out.println("listening at port " + server.port());
 *   Thread.currentThread().join();
 * }
 * }</pre>
 *
 * <p>A model can run code of its author: serve only models from a source that you trust.
 */
public final class ModelServer implements AutoCloseable {
  private final ExecutorService workers;
  private final Metrics metrics;
  private final ServedModels models;
  private final Server server;
  private final Duration longest;

  private ModelServer(
      ExecutorService workers,
      Metrics metrics,
      ServedModels models,
      Server server,
      Duration longest) {
    this.workers = workers;
    this.metrics = metrics;
    this.models = models;
    this.server = server;
    this.longest = longest;
  }

  /**
   * Opens the models of a folder, and listens for requests.
   *
   * @param folder a model, a directory of its versions, named by whole numbers, or a directory of
   *     several models in either form. A new version replaces the previous one while requests go
   *     on.
   * @return the server, to be closed
   * @throws IOException if no model can be opened, the port is taken, or the certificate cannot be
   *     read
   */
  public static ModelServer start(Path folder, ServerOptions options) throws IOException {
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), named());
    Metrics metrics = new Metrics();
    try {
      ServedModels models =
          ServedModels.open(
              folder, new CallPolicy(options.execution(), options.limits(), workers, metrics));
      try {
        Server server = Server.start(models, metrics, options, workers);
        models.watch(options.refresh());
        return new ModelServer(workers, metrics, models, server, options.limits().time());
      } catch (IOException | RuntimeException e) {
        models.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      workers.shutdown();
      metrics.close();
      throw e;
    }
  }

  private static ThreadFactory named() {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, "tfflows-call-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  public int port() {
    return server.port();
  }

  /** Returns the versions of the models that it serves, by the names of the models. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new TreeMap<>();
    for (ServedModel model : models.all().values()) {
      model.file().map(ModelFile::version).ifPresent(each -> versions.put(model.name(), each));
    }
    return versions;
  }

  /**
   * Accepts no more requests, waits for the running ones up to their time limit, and closes the
   * models.
   */
  @Override
  public void close() {
    models.unwatch();
    server.close();
    workers.shutdown();
    awaitWork();
    models.close();
    metrics.close();
  }

  /**
   * Waits for work that continues after the answers. Its native code must end before the process
   * does.
   */
  private void awaitWork() {
    try {
      boolean unused = workers.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
