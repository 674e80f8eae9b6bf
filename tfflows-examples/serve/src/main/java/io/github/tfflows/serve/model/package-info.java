/**
 * Models that are served. {@link io.github.tfflows.serve.model.ServedModels} follows a folder, a
 * {@link io.github.tfflows.serve.model.ServedModel} changes its versions, and a {@link
 * io.github.tfflows.serve.model.ModelVersion} answers calls, which a {@code Batcher} joins. Not
 * exported.
 */
@NullMarked
package io.github.tfflows.serve.model;

import org.jspecify.annotations.NullMarked;
