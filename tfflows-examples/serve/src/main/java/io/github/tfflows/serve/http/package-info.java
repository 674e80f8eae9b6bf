/**
 * The server's side of HTTP. A {@link io.github.tfflows.serve.http.Server} accepts connections, an
 * {@link io.github.tfflows.serve.http.Exchange} is one request and its answer, and {@link
 * io.github.tfflows.serve.http.Routes} lists the paths. Not exported.
 */
@NullMarked
package io.github.tfflows.serve.http;

import org.jspecify.annotations.NullMarked;
