/**
 * Flows along the solutions of ordinary differential equations.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>purpose</th><th>source</th></tr>
 * <tr><td>{@link ContinuousFlow}<td>the bijector
 *     <td>Chen et al., 2018, arXiv:1806.07366; Grathwohl et al., 2019, arXiv:1810.01367</tr>
 * <tr><td>{@link RungeKutta}<td>equal steps<td>Kutta, 1901</tr>
 * <tr><td>{@link DormandPrince}<td>adaptive steps<td>Dormand and Prince, 1980</tr>
 * <tr><td>{@link FlowMatching}<td>training without a solver
 *     <td>Lipman et al., 2023, arXiv:2210.02747; Tong et al., 2024, arXiv:2302.00482 </tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.continuous;

import org.jspecify.annotations.NullMarked;
