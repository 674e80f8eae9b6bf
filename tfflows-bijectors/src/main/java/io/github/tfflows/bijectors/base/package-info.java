/**
 * Base distributions with networks or scalar bijectors; others are in {@link
 * io.github.tfflows.core.base}.
 *
 * <table>
 * <caption>Base distributions with networks or bijectors</caption>
 * <tr><th>distribution</th><th>entries</th><th>trainable</th></tr>
 * <tr><td>{@link ConditionalNormal}<td>reals<td>mean and scale as functions of the context</tr>
 * <tr><td>{@link ScalarFlow}<td>the range of a scalar bijector<td>its map, its base</tr>
 * <tr><td>{@link ResampledBase}<td>those of its proposal
 *     <td>the probability that a draw is accepted</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.base;

import org.jspecify.annotations.NullMarked;
