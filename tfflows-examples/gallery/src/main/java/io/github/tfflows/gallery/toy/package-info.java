/**
 * Flows in one and two dimensions, on artificial data, and densities to fit flows to.
 *
 * <table>
 * <caption>Targets, for {@code training.fitTo(Flows.lightTailed(flow), target::logProb)}</caption>
 * <tr><th>class</th><th>density</th><th>draws</th></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.GaussianRing}</td><td>Gaussians on a circle</td>
 *   <td>yes</td></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.Rings}</td><td>concentric rings</td>
 *   <td>yes</td></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.Checkerboard}</td><td>the dark squares of a board</td>
 *   <td>yes</td></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.Rosenbrock}</td><td>a banana</td><td>yes</td></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.Funnel}</td><td>Neal's funnel, in any dimension</td>
 *   <td>yes</td></tr>
 * <tr><td>{@link io.github.tfflows.gallery.toy.Potential}</td><td>two modes on a ring, two moons, and
 *   waves</td><td>no</td></tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.gallery.toy;

import org.jspecify.annotations.NullMarked;
