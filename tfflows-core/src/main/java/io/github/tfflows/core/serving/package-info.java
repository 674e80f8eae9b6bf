/**
 * The graph that serves a distribution, and its session. {@link
 * io.github.tfflows.core.serving.ServingGraph} builds it from the {@link
 * io.github.tfflows.core.serving.EntryPoint}s of a distribution, {@link
 * io.github.tfflows.core.serving.OpenModel} owns its native memory, and an {@link
 * io.github.tfflows.core.serving.Endpoint} runs a signature. Not exported.
 */
@NullMarked
package io.github.tfflows.core.serving;

import org.jspecify.annotations.NullMarked;
