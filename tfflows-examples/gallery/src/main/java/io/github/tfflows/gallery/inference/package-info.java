/**
 * Simulation-based inference: posteriors of a simulator's parameters from pairs of parameters and
 * outcomes, without a likelihood, and the checks that show whether to trust them.
 *
 * <table>
 * <caption>Parts</caption>
 * <tr><th>part</th><th>use</th></tr>
 * <tr><td>{@link io.github.tfflows.gallery.inference.BoxPrior}<td>the prior, uniform in a box</tr>
 * <tr><td>{@link io.github.tfflows.gallery.inference.NeuralPosterior}
 *     <td>the posterior of every outcome, as one conditional flow inside the box</tr>
 * <tr><td>{@link io.github.tfflows.gallery.inference.TruncatedRounds}
 *     <td>rounds of simulations where the posterior of one outcome lies</tr>
 * <tr><td>{@link io.github.tfflows.gallery.inference.Calibration}
 *     <td>ranks, expected coverage and distances to random points over many outcomes</tr>
 * <tr><td>{@link io.github.tfflows.gallery.inference.LocalC2st}
 *     <td>a test of the posterior of one outcome</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.gallery.inference;

import org.jspecify.annotations.NullMarked;
