package io.github.tfflows.serve.http;

import io.github.tfflows.serve.option.RequestLimits;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The parts of the server that handle a request. Workers run work that would block other
 * connections.
 */
record Handling(
    Vertx vertx,
    RequestLimits limits,
    List<Route> routes,
    Optional<String> token,
    Executor workers,
    Running running,
    Journal journal) {}
