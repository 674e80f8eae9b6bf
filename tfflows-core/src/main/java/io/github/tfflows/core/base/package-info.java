/**
 * Base distributions of flows. The {@linkplain io.github.tfflows.core.base.StandardNormal unit
 * Gaussian} is the usual choice.
 *
 * <p>All have {@linkplain io.github.tfflows.core.Distribution#marginals distribution functions},
 * except directional and quantized ones and order statistics. All have a {@linkplain
 * io.github.tfflows.core.Distribution#summary summary} by formulas, except mixtures, quantized
 * ones, order statistics and directions in space.
 *
 * <table>
 * <caption>Base distributions</caption>
 * <tr><th>distribution</th><th>entries</th><th>trainable</th></tr>
 * <tr><td>{@link io.github.tfflows.core.base.StandardNormal}<td>reals<td>nothing</tr>
 * <tr><td>{@link io.github.tfflows.core.base.DiagonalNormal}<td>reals<td>mean, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.FullNormal}<td>reals<td>mean, covariance</tr>
 * <tr><td>{@link io.github.tfflows.core.base.GaussianMixture}<td>reals
 *     <td>weights, means, scales</tr>
 * <tr><td>{@link io.github.tfflows.core.base.StudentT}<td>reals
 *     <td>degrees of freedom, location, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Laplace}<td>reals<td>location, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Logistic}<td>reals<td>location, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Cauchy}<td>reals<td>location, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Exponential}<td>positive numbers<td>rate</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Gamma}<td>positive numbers<td>concentration, rate</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Beta}<td>[0, 1]<td>both concentrations</tr>
 * <tr><td>{@link io.github.tfflows.core.base.ClassConditionalNormal}<td>reals
 *     <td>mean, scale of each class</tr>
 * <tr><td>{@link io.github.tfflows.core.base.TruncatedNormal}<td>a box<td>location, scale</tr>
 * <tr><td>{@link io.github.tfflows.core.base.VonMises}<td>angles<td>location, concentration</tr>
 * <tr><td>{@link io.github.tfflows.core.base.VonMisesFisher}<td>directions in any dimension
 *     <td>direction, concentration</tr>
 * <tr><td>{@link io.github.tfflows.core.base.PowerSpherical}<td>directions in any dimension
 *     <td>direction, concentration</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Uniform}<td>a box<td>nothing</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Quantized}<td>integers<td>those of its base</tr>
 * <tr><td>{@link io.github.tfflows.core.base.OrderStatistic}<td>those of its base
 *     <td>those of its base</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Mixture}<td>those of its components
 *     <td>weights, its components</tr>
 * <tr><td>{@link io.github.tfflows.core.base.Joint}<td>those of its parts<td>its parts</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.core.base;

import org.jspecify.annotations.NullMarked;
