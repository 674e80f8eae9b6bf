/**
 * Flows along the solutions of ordinary differential equations.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>purpose</th><th>source</th></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.continuous.ContinuousFlow}</td><td>the bijector</td>
 * <td>Chen et al., 2018, arXiv:1806.07366; Grathwohl et al., 2019, arXiv:1810.01367</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.continuous.RungeKutta}</td><td>equal steps</td>
 * <td>Kutta, 1901</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.continuous.DormandPrince}</td><td>adaptive steps</td><td>Dormand and Prince, 1980</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.continuous.FlowMatching}</td><td>training without a
 * solver</td><td>Lipman et al., 2023, arXiv:2210.02747; Tong et al., 2024, arXiv:2302.00482</td>
 * </tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.continuous;

import org.jspecify.annotations.NullMarked;
