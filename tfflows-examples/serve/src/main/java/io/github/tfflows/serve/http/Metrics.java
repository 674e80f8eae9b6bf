package io.github.tfflows.serve.http;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics of the server, in the text of Prometheus. */
public final class Metrics implements AutoCloseable {
  /** The request that a number belongs to. */
  private record Key(String route, String model, int status) {}

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Map<Key, Timer> requests = new ConcurrentHashMap<>();
  private final Map<String, DistributionSummary> batches = new ConcurrentHashMap<>();

  /** Creates metrics of the process. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /**
   * Counts a request.
   *
   * @param route the template of its path
   * @param model the name of a model that is served, or nothing
   */
  void request(String route, String model, int status, long nanos) {
    requests
        .computeIfAbsent(new Key(route, model, status), this::timer)
        .record(Duration.ofNanos(nanos));
  }

  private Timer timer(Key key) {
    return Timer.builder("tfflows.requests")
        .description("Requests, from their first byte to the answer")
        .tag("route", key.route)
        .tag("model", key.model)
        .tag("status", String.valueOf(key.status))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
  }

  /**
   * Counts a call of a model.
   *
   * @param model the name of the model
   * @param rows the rows of all requests in it
   */
  public void batch(String model, int rows) {
    batches.computeIfAbsent(model, this::summary).record(rows);
  }

  private DistributionSummary summary(String model) {
    return DistributionSummary.builder("tfflows.batch.rows")
        .description("Rows of a call of a model, of all requests that it joins")
        .tag("model", model)
        .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
        .register(registry);
  }

  /** Returns all metrics. */
  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
