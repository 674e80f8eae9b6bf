package io.github.tfflows.serve.http;

import io.github.tfflows.serve.model.ServedModels;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts the answers to requests by the models that have metrics, and writes the access log, if
 * there is one.
 */
record Journal(ServedModels models, Metrics metrics, Optional<Consumer<String>> lines) {
  /** Counts an answer, and writes its line; the model may be unknown. */
  void add(Entry entry, String route, String model) {
    String known = models.all().containsKey(model) ? model : "";
    metrics.request(route, known, entry.status(), entry.nanos());
    lines.ifPresent(log -> log.accept(entry.line()));
  }
}
