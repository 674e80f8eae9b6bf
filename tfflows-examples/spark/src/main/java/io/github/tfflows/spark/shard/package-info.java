/**
 * Training on the rows of executors. Each executor has a shard, in memory or in a file, and the
 * driver averages their updates. Begin with {@link io.github.tfflows.spark.shard.ShardFit}.
 */
@NullMarked
package io.github.tfflows.spark.shard;

import org.jspecify.annotations.NullMarked;
