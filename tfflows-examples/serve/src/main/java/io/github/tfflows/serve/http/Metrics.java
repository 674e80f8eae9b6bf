package io.github.tfflows.serve.http;

import io.github.tfflows.serve.model.CallPolicy;
import io.github.tfflows.tables.evaluation.Drift;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics of the server, in the text of Prometheus. */
public final class Metrics implements CallPolicy.Events, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MeterProvider<Timer> requests =
      Timer.builder("tfflows.requests")
          .description("Requests, from their first byte to the answer")
          .publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofNanos(100_000))
          .maximumExpectedValue(Duration.ofSeconds(30))
          .withRegistry(registry);
  private final MeterProvider<DistributionSummary> batches =
      DistributionSummary.builder("tfflows.batch.rows")
          .description("Rows of a call of a model, of all requests that it joins")
          .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
          .withRegistry(registry);
  private final Map<String, MultiGauge> drifts = new ConcurrentHashMap<>();

  /** Creates metrics of the process. */
  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** Counts a request by the template of its path and its model, which may be none. */
  void request(String route, String model, int status, long nanos) {
    requests
        .withTags("route", route, "model", model, "status", String.valueOf(status))
        .record(Duration.ofNanos(nanos));
  }

  @Override
  public void called(String model, int rows) {
    batches.withTag("model", model).record(rows);
  }

  @Override
  public void compared(String model, Drift drift) {
    gauge("tfflows.drift.p.value", model)
        .register(List.of(MultiGauge.Row.of(Tags.empty(), drift.pValue())), true);
    List<MultiGauge.Row<?>> columns = new ArrayList<>();
    drift
        .columns()
        .forEach(
            (column, agreement) ->
                columns.add(MultiGauge.Row.of(Tags.of("column", column), agreement.pValue())));
    gauge("tfflows.drift.column.p.value", model).register(columns, true);
  }

  private MultiGauge gauge(String name, String model) {
    return drifts.computeIfAbsent(
        name + " " + model,
        unused ->
            MultiGauge.builder(name)
                .description("P-value of the last rows scored beside rows held out of the fit")
                .tag("model", model)
                .register(registry));
  }

  String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
