/**
 * Base distributions of flows. The {@linkplain StandardNormal unit Gaussian} is the usual choice.
 *
 * <p>All have {@linkplain io.github.tfflows.core.Distribution#marginals distribution functions},
 * except directional and quantized ones and order statistics. All have a {@linkplain
 * io.github.tfflows.core.Distribution#summary summary} by formulas, except mixtures, quantized
 * ones, order statistics and directions in space.
 *
 * <table>
 * <caption>Base distributions</caption>
 * <tr><th>distribution</th><th>entries</th><th>trainable</th></tr>
 * <tr><td>{@link StandardNormal}<td>reals<td>nothing</tr>
 * <tr><td>{@link DiagonalNormal}<td>reals<td>mean, scale</tr>
 * <tr><td>{@link FullNormal}<td>reals<td>mean, covariance</tr>
 * <tr><td>{@link GaussianMixture}<td>reals<td>weights, means, scales</tr>
 * <tr><td>{@link StudentT}<td>reals<td>degrees of freedom, location, scale</tr>
 * <tr><td>{@link Laplace}<td>reals<td>location, scale</tr>
 * <tr><td>{@link Logistic}<td>reals<td>location, scale</tr>
 * <tr><td>{@link Cauchy}<td>reals<td>location, scale</tr>
 * <tr><td>{@link Exponential}<td>positive numbers<td>rate</tr>
 * <tr><td>{@link Gamma}<td>positive numbers<td>concentration, rate</tr>
 * <tr><td>{@link Beta}<td>[0, 1]<td>both concentrations</tr>
 * <tr><td>{@link ClassConditionalNormal}<td>reals<td>mean, scale of each class</tr>
 * <tr><td>{@link TruncatedNormal}<td>a box<td>location, scale</tr>
 * <tr><td>{@link VonMises}<td>angles<td>location, concentration</tr>
 * <tr><td>{@link VonMisesFisher}<td>directions in any dimension<td>direction, concentration</tr>
 * <tr><td>{@link PowerSpherical}<td>directions in any dimension<td>direction, concentration</tr>
 * <tr><td>{@link Uniform}<td>a box<td>nothing</tr>
 * <tr><td>{@link Quantized}<td>integers<td>its base</tr>
 * <tr><td>{@link OrderStatistic}<td>as in its base<td>its base</tr>
 * <tr><td>{@link Mixture}<td>as in its components<td>weights, its components</tr>
 * <tr><td>{@link Joint}<td>as in its parts<td>its parts</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.core.base;

import org.jspecify.annotations.NullMarked;
