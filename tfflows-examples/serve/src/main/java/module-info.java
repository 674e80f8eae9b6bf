import org.jspecify.annotations.NullMarked;

/** A server of exported models over HTTP. */
@NullMarked
@SuppressWarnings("requires-automatic") // of Micrometer and Kafka, which name them in manifests
module io.github.tfflows.serve {
  requires transitive io.github.tfflows.core;
  requires transitive io.github.tfflows.tables;
  requires com.fasterxml.jackson.databind;
  requires io.vertx.core;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires static kafka.clients;
  requires static kafka.streams;
  requires static transitive org.jspecify;

  exports io.github.tfflows.serve;
  exports io.github.tfflows.serve.option;
  exports io.github.tfflows.serve.stream;
  exports io.github.tfflows.serve.triton;
}
