/**
 * A server of exported models over HTTP. {@link io.github.tfflows.serve.ModelServer} starts it, and
 * {@link io.github.tfflows.serve.option.ServerOptions} has its choices.
 */
@NullMarked
package io.github.tfflows.serve;

import org.jspecify.annotations.NullMarked;
