/**
 * Invertible transformations.
 *
 * <p>Three pieces combine freely, so that each is written once:
 *
 * <table>
 * <caption>A layer is a host, a scalar map and, where the parameters are not free, a network</caption>
 * <tr><th>piece</th><th>what it decides</th><th>which there are</th></tr>
 * <tr><td>scalar map {@code y = f(x; θ)}, increasing in {@code x}
 *   <td>the shape of the change of one entry
 *   <td>{@link io.github.tfflows.bijectors.Affine}, {@link io.github.tfflows.bijectors.Additive},
 *       {@link io.github.tfflows.bijectors.RationalQuadratic}</tr>
 * <tr><td>host
 *   <td>on what {@code θᵢ} of entry {@code i} depends: a held part of the entries, the entries
 *       before {@code i}, or nothing
 *   <td>{@link io.github.tfflows.bijectors.Coupling},
 *       {@link io.github.tfflows.bijectors.MaskedAutoregressive},
 *       {@link io.github.tfflows.bijectors.Elementwise}</tr>
 * <tr><td>network
 *   <td>the function from there, and from the context, to {@code θ}
 *   <td>each {@link io.github.tfflows.bijectors.Conditioner} and
 *       {@link io.github.tfflows.bijectors.AutoregressiveConditioner}</tr>
 * </table>
 *
 * <p>Each host makes the Jacobian triangular, up to the order of the entries, so that
 *
 * <pre>{@code log |det| = Σ log f'(xᵢ; θᵢ)}</pre>
 *
 * <p>over the entries it moves. {@code θ = 0} is the identity, and the networks start there.
 *
 * <p>Beside them stand maps with their own Jacobians: {@link io.github.tfflows.bijectors.Planar}
 * and {@link io.github.tfflows.bijectors.Radial} on vectors; {@link
 * io.github.tfflows.bijectors.InvertibleLinear}, {@link io.github.tfflows.bijectors.ActNorm},
 * {@link io.github.tfflows.bijectors.Permutation} and {@link
 * io.github.tfflows.bijectors.Standardize} on the last axis of vectors and images; {@link
 * io.github.tfflows.bijectors.Exp}, {@link io.github.tfflows.bijectors.Softplus}, {@link
 * io.github.tfflows.bijectors.Sigmoid} and {@link io.github.tfflows.bijectors.Tanh} entry by entry;
 * and {@link io.github.tfflows.bijectors.Reshape} between shapes.
 *
 * <p>All run in both directions and turn around with {@link
 * io.github.tfflows.core.Bijector#inverted}.
 */
package io.github.tfflows.bijectors;
