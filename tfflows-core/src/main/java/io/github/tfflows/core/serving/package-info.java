/**
 * The graph that serves a distribution, and its session. {@link ServingGraph} builds it from the
 * {@link EntryPoint}s of a distribution, {@link OpenModel} owns its native memory, and an {@link
 * Endpoint} runs a signature. Not exported.
 */
@NullMarked
package io.github.tfflows.core.serving;

import org.jspecify.annotations.NullMarked;
