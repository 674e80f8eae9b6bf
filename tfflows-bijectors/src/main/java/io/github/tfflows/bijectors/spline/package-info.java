/**
 * Monotone splines: scalar maps made of pieces between knots.
 *
 * <table>
 * <caption>Splines</caption>
 * <tr><th>spline</th><th>parameters</th><th>from, to</th></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.LinearSpline}
 *     <td>bins<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.QuadraticSpline}
 *     <td>2·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.CubicSpline}
 *     <td>2·bins + 2<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.RationalQuadratic}
 *     <td>3·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.UnboundedRationalQuadratic}
 *     <td>3·bins + 1<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.LinearRational}
 *     <td>4·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link io.github.tfflows.bijectors.spline.CircularRationalQuadratic}
 *     <td>3·bins<td>circle, circle</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.spline;

import org.jspecify.annotations.NullMarked;
