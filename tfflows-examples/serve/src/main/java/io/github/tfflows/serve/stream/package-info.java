/**
 * Rows in streams of Kafka: {@link io.github.tfflows.serve.stream.RowScoring} adds their scores.
 * Needs {@code org.apache.kafka:kafka-streams}, an optional dependency.
 */
@NullMarked
package io.github.tfflows.serve.stream;

import org.jspecify.annotations.NullMarked;
