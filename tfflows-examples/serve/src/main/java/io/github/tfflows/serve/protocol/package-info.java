/**
 * The protocols of the server for arrays: {@link
 * io.github.tfflows.serve.protocol.TensorFlowServing} and {@link
 * io.github.tfflows.serve.protocol.OpenInference}. Not exported.
 */
@NullMarked
package io.github.tfflows.serve.protocol;

import org.jspecify.annotations.NullMarked;
