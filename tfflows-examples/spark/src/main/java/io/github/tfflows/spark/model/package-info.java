/**
 * The files of a model on their way through a cluster. Begin with {@link
 * io.github.tfflows.spark.model.ModelFiles}; {@link io.github.tfflows.spark.model.LoadedModels}
 * keeps one loaded model for each executor.
 */
@NullMarked
package io.github.tfflows.spark.model;

import org.jspecify.annotations.NullMarked;
