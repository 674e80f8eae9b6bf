/**
 * Surjections: layers that are not one to one, unlike {@linkplain io.github.tfflows.bijectors
 * bijectors} (SurVAE flows: Nielsen et al., 2020, arXiv:2007.02731). A {@link
 * io.github.tfflows.core.Surjected} is the distribution of a base and a surjection; bijectors may
 * be on both sides.
 *
 * <pre>{@code
 * Distribution gaps = new TransformedDistribution(new ConditionalNormal(2, Mlp.of(32)), new Exp());
 * new TransformedDistribution(
 *     new Surjected(flowOfTwo, new MaxPool(2, Mlp.of(32), gaps)),   // pairs and their maxima
 *     new Coupling(new Affine(), Mlp.of(64)))
 * }</pre>
 *
 * <table>
 * <caption>Surjections</caption>
 * <tr><th>surjection</th><th>data</th><th>density</th></tr>
 * <tr><td>{@link AbsoluteValue}<td>|z|, of some entries<td>exact</tr>
 * <tr><td>{@link Folded}<td>|z|, of all entries<td>a bound; exact for even densities</tr>
 * <tr><td>{@link Signed}<td>±z, with random signs <td>exact</tr>
 * <tr><td>{@link OrderStatistics}<td>z in ascending order, of few entries<td>exact</tr>
 * <tr><td>{@link Sorted}<td>z in ascending order<td>a bound; exact for exchangeable entries</tr>
 * <tr><td>{@link Shuffled}<td>z in random order<td>exact</tr>
 * <tr><td>{@link Append}<td>z and entries given it<td>exact</tr>
 * <tr><td>{@link io.github.tfflows.core.Augmented}<td>some entries of z<td>a bound</tr>
 * <tr><td>{@link MaxPool}<td>groups of entries below z<td>exact</tr>
 * <tr><td>{@link Dequantization}<td>the integers below z<td>a bound</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.surjection;

import org.jspecify.annotations.NullMarked;
