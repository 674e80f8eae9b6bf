/**
 * The protocols of the server: {@link io.github.tfflows.serve.protocol.TensorFlowServing}, {@link
 * io.github.tfflows.serve.protocol.OpenInference}, and {@link
 * io.github.tfflows.serve.protocol.TableRows}, rows of tables by the names of their columns. {@link
 * io.github.tfflows.serve.protocol.Routes} lists their paths. Not exported.
 */
@NullMarked
package io.github.tfflows.serve.protocol;

import org.jspecify.annotations.NullMarked;
