/**
 * Rows in streams: {@link io.github.tfflows.serve.stream.KafkaScoring} and {@link
 * io.github.tfflows.serve.stream.FlinkScoring} add their scores. They need {@code
 * org.apache.kafka:kafka-streams} or {@code org.apache.flink:flink-streaming-java}, which programs
 * add themselves.
 */
@NullMarked
package io.github.tfflows.serve.stream;

import org.jspecify.annotations.NullMarked;
