/**
 * Normalizing flows on TensorFlow: definition, build and run.
 *
 * <p>A flow is <em>defined</em> as a value ({@link io.github.tfflows.core.TransformedDistribution}
 * of a base {@link io.github.tfflows.core.Distribution} and a {@link
 * io.github.tfflows.core.Bijector}), <em>built</em> into graph ops through a {@link
 * io.github.tfflows.core.GraphScope}, and <em>run</em> as a {@link
 * io.github.tfflows.core.CompiledDistribution}, which {@link io.github.tfflows.core.Training}
 * returns and {@link io.github.tfflows.core.CompiledDistribution#load} reads back from a
 * SavedModel.
 *
 * <p>Orientation: {@code forward} maps the base to the data, so for {@code x = f(z)}
 *
 * <pre>{@code log p(x) = log p_base(f⁻¹(x)) + log |det df⁻¹/dx|}</pre>
 *
 * <p>Operands are shaped {@code [n, event...]} and log-determinants {@code [n]}; densities and
 * log-determinants are in nats.
 */
@NullMarked
package io.github.tfflows.core;

import org.jspecify.annotations.NullMarked;
