package io.github.tfflows.serve.http;

import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.ServerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The HTTP server: it accepts connections, and answers their requests. */
public final class Server implements AutoCloseable {
  private static final int LONGEST_LINE = 8 << 10;
  private static final Duration IDLE = Duration.ofSeconds(75);

  private final Vertx vertx;
  private final HttpServer http;
  private final Running running;
  private final Duration longest;

  private Server(Vertx vertx, HttpServer http, Running running, Duration longest) {
    this.vertx = vertx;
    this.http = http;
    this.running = running;
    this.longest = longest;
  }

  /**
   * Listens for requests, whose calls of models run on workers.
   *
   * @throws IOException if the port cannot be opened, or the certificate not be read
   */
  public static Server start(
      ServedModels models, Metrics metrics, ServerOptions options, Executor workers)
      throws IOException {
    Running running = new Running();
    Routes routes = new Routes(models, options.limits(), running::isReady, metrics::text);
    Journal journal = new Journal(models, metrics, options.accessLog());
    return start(routes.all(), running, journal, options, workers);
  }

  /** Listens for requests of some paths. */
  static Server start(
      List<Route> routes, Running running, Journal journal, ServerOptions options, Executor workers)
      throws IOException {
    Vertx vertx = Vertx.vertx(vertxOptions());
    Handling handling =
        new Handling(vertx, options.limits(), routes, options.token(), workers, running, journal);
    HttpServerOptions settings = http(options);
    if (options.tls().isPresent()) {
      try {
        settings.setSsl(true).setKeyCertOptions(TlsFiles.read(options.tls().get(), vertx));
      } catch (IOException e) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        throw e;
      }
    }
    HttpServer http = vertx.createHttpServer(settings);
    Server server = new Server(vertx, http, running, options.limits().time());
    try {
      http.requestHandler(request -> Exchange.begin(handling, request))
          .listen()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      return server;
    } catch (CompletionException e) {
      server.close();
      throw new IOException(
          "cannot listen at %s:%s: %s".formatted(options.host(), options.port(), e.getCause()), e);
    }
  }

  /** The time limit of idle connections, which is longer than the time limit of requests. */
  private static Duration idle(ServerOptions options) {
    Duration longest = options.limits().time().plusSeconds(10);
    return longest.compareTo(IDLE) > 0 ? longest : IDLE;
  }

  /** One thread for all connections, and no files: the disk may be read-only. */
  private static VertxOptions vertxOptions() {
    FileSystemOptions none =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(none);
  }

  private static HttpServerOptions http(ServerOptions options) {
    return new HttpServerOptions()
        .setHost(options.host())
        .setPort(options.port())
        .setMaxInitialLineLength(LONGEST_LINE)
        .setIdleTimeout((int) idle(options).toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setTcpNoDelay(true);
  }

  public int port() {
    return http.actualPort();
  }

  /** Waits for the answers to requests up to their time limit, and closes all connections. */
  @Override
  public void close() {
    running.close(longest);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
