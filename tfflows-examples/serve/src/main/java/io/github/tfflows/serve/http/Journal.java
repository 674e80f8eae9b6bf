package io.github.tfflows.serve.http;

import io.github.tfflows.serve.model.ServedModels;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts the answers to requests for the metrics, by model, and writes the access log, if there is
 * one.
 */
record Journal(ServedModels models, Metrics metrics, Optional<Consumer<String>> lines) {
  /**
   * A line of the access log.
   *
   * @param address the path and the query, as they came
   * @param bytes the size of the answer
   * @param nanos the time from the first byte of the request to the answer
   */
  record Entry(String client, String method, String address, int status, int bytes, long nanos) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%s %s \"%s %s\" %d %d %.2f ms",
          Instant.now(),
          client,
          method,
          address,
          status,
          bytes,
          nanos / 1e6);
    }
  }

  /** Counts an answer, and writes its line; the model may be unknown. */
  void add(Entry entry, String route, String model) {
    String known = models.all().containsKey(model) ? model : "";
    metrics.request(route, known, entry.status(), entry.nanos());
    lines.ifPresent(log -> log.accept(entry.line()));
  }
}
