/**
 * Linear maps of the last axis: the features of a vector {@code [d]}, or the channels at every
 * place of an image {@code [h, w, c]}, where log-determinants count {@code h·w} times.
 *
 * <table>
 * <caption>Maps that mix the entries</caption>
 * <tr><th>bijector</th><th>matrix</th></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.InvertibleLinear}
 *     <td>{@code P·L·U}, the 1×1 convolution of Glow</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.DenseLinear}
 *     <td>unconstrained</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.QrLinear}
 *     <td>orthogonal times upper triangular</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.SvdLinear}
 *     <td>orthogonal times diagonal times orthogonal</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.MatrixExponential}
 *     <td>{@code exp A}</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.TriangularAffine}
 *     <td>lower triangular, with a shift</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.LowRankAffine}
 *     <td>diagonal plus low rank, with a shift</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.Householder}
 *     <td>orthogonal, a product of reflections</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.Rotation}
 *     <td>orthogonal, {@code exp(A - Aᵀ)}</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.DiscreteCosine}
 *     <td>orthogonal, the constants of DCT-II</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.linear.Permutation}
 *     <td>orthogonal, a fixed order</tr>
 * </table>
 *
 * <p>Most of them start as the identity; {@code InvertibleLinear} and {@code DenseLinear} start as
 * random orthogonal matrices, which mix all entries from the first step. {@link
 * io.github.tfflows.bijectors.linear.ActNorm} and {@link
 * io.github.tfflows.bijectors.linear.BatchNorm} normalize the entries. Put {@link
 * io.github.tfflows.bijectors.linear.Standardize} next to the data.
 */
@NullMarked
package io.github.tfflows.bijectors.linear;

import org.jspecify.annotations.NullMarked;
