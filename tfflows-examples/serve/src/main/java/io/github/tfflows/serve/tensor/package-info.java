/**
 * Arrays of requests and answers, between JSON and tensors. {@link
 * io.github.tfflows.serve.tensor.Values} holds one, an {@link
 * io.github.tfflows.serve.tensor.ElementType} reads and writes its elements, and a {@link
 * io.github.tfflows.serve.tensor.SignatureForm} is the form that a signature expects. Not exported.
 */
@NullMarked
package io.github.tfflows.serve.tensor;

import org.jspecify.annotations.NullMarked;
