/**
 * Invertible residual networks.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>purpose</th><th>source</th></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.residual.ResidualFlow}</td><td>the bijector</td>
 * <td>Behrmann et al., 2019, arXiv:1811.00995; Chen et al., 2019, arXiv:1906.02735</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.residual.LogDeterminant}</td><td>its log-determinant: exact</td><td></td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.residual.PowerSeries}</td><td>the same, by terms of a
 * series</td><td>Behrmann et al., 2019, algorithm 2</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.residual.RussianRoulette}</td><td>the same, with fewer
 * rows in later terms</td><td>Chen et al., 2019, eq. 6</td></tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.residual;

import org.jspecify.annotations.NullMarked;
