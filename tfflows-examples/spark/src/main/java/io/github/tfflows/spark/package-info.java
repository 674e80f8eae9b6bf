/**
 * Flows as algorithms of Apache Spark ML: {@link io.github.tfflows.spark.NormalizingFlow} for
 * vectors, {@link io.github.tfflows.spark.TableFlow} for columns of any kind. Executors train on
 * their own rows and score them; the driver averages and validates.
 */
@NullMarked
package io.github.tfflows.spark;

import org.jspecify.annotations.NullMarked;
