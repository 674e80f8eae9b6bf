/**
 * Cumulative distribution functions as maps onto {@code (0, 1)}, with trainable parameters; {@code
 * inverted()} is the quantile function, which maps a uniform base to that distribution.
 *
 * <p>All are {@link io.github.tfflows.bijectors.scalar.ScalarBijector}s, so a host's network can
 * compute their parameters. Zero parameters are the standard member of a family. To add a
 * location-scale family, implement {@link LocationScaleCdf}.
 *
 * <table>
 * <caption>Cumulative distribution functions</caption>
 * <tr><th>bijector</th><th>parameters</th><th>from</th></tr>
 * <tr><td>{@link NormalCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link LogisticCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link LaplaceCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link StudentTCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link GumbelCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link GumbelMinimumCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link MoyalCdf}<td>location, scale<td>reals</tr>
 * <tr><td>{@link ExponentialCdf}<td>scale<td>positive numbers</tr>
 * <tr><td>{@link RayleighCdf}<td>scale<td>positive numbers</tr>
 * <tr><td>{@link WeibullCdf}<td>scale, shape<td>positive numbers</tr>
 * <tr><td>{@link FrechetCdf}<td>scale, shape<td>positive numbers</tr>
 * <tr><td>{@link GompertzCdf}<td>scale, shape<td>positive numbers</tr>
 * <tr><td>{@link GeneralizedParetoCdf}<td>scale, tail<td>positive numbers</tr>
 * <tr><td>{@link KumaraswamyCdf}<td>two shapes<td>(0, 1)</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.cdf;

import org.jspecify.annotations.NullMarked;
