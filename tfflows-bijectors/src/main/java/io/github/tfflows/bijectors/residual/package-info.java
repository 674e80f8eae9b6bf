/**
 * Invertible residual networks.
 *
 * <table>
 * <caption>Classes</caption>
 * <tr><th>class</th><th>purpose</th><th>source</th></tr>
 * <tr><td>{@link ResidualFlow}<td>the bijector
 *     <td>Behrmann et al., 2019, arXiv:1811.00995; Chen et al., 2019, arXiv:1906.02735</tr>
 * <tr><td>{@link LogDeterminant}<td>its log-determinant: exact<td></tr>
 * <tr><td>{@link PowerSeries}<td>the same, by terms of a series
 *     <td>Behrmann et al., 2019, algorithm 2</tr>
 * <tr><td>{@link RussianRoulette}<td>the same, with fewer rows in later terms
 *     <td>Chen et al., 2019, eq. 6</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.residual;

import org.jspecify.annotations.NullMarked;
