/**
 * Exported models in repositories of Triton Inference Server: {@link
 * io.github.tfflows.serve.triton.TritonModel} adds the two files that its Python backend needs.
 */
@NullMarked
package io.github.tfflows.serve.triton;

import org.jspecify.annotations.NullMarked;
