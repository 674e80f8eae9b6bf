/**
 * Smooth maps of vectors to vectors, with products of their Jacobian.
 *
 * <p>TensorFlow for Java has no second derivatives. But if a density contains a derivative of a
 * network, such as the divergence of a velocity, training differentiates that again. These networks
 * build the first derivative from ops, in forward mode: a {@link Linearized} is the value at a
 * point with the products {@code J·t} for any tangents {@code t}.
 *
 * <table>
 * <caption>Networks</caption>
 * <tr><th>class</th><th>map</th><th>source</th></tr>
 * <tr><td>{@link VelocityMlp}<td>a velocity {@code v(x, t)}, with a context
 *     <td>Grathwohl et al., 2019, arXiv:1810.01367</tr>
 * <tr><td>{@link LipschitzMlp}<td>a contraction {@code g(x)}, with a context
 *     <td>Behrmann et al., 2019, arXiv:1811.00995; Delattre et al., 2023, arXiv:2305.16173</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.field;

import org.jspecify.annotations.NullMarked;
