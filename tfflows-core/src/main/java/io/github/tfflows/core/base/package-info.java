/**
 * Base distributions of flows. The {@linkplain io.github.tfflows.core.base.StandardNormal unit
 * Gaussian} is the usual choice.
 *
 * <table>
 * <caption>Base distributions</caption>
 * <tr><th>distribution</th><th>entries</th><th>trainable</th></tr>
 * <tr><td>{@link io.github.tfflows.core.base.StandardNormal}<td>reals<td>nothing</tr>
 * <tr><td>{@link io.github.tfflows.core.base.DiagonalNormal}<td>reals<td>mean, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.GaussianMixture}<td>reals<td>weights, means,
 *     scales</tr>
 * <tr><td>{@link io.github.tfflows.core.base.StudentT}<td>reals<td>degrees of freedom, location,
 *     scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Uniform}<td>a box<td>nothing</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.core.base;

import org.jspecify.annotations.NullMarked;
