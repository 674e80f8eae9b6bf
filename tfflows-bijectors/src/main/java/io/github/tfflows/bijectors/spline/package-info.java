/**
 * Monotone splines: scalar maps made of pieces between knots.
 *
 * <table>
 * <caption>Splines</caption>
 * <tr><th>spline</th><th>parameters</th><th>from, to</th></tr>
 * <tr><td>{@link LinearSpline}<td>bins<td>reals, reals</tr>
 * <tr><td>{@link QuadraticSpline}<td>2·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link CubicSpline}<td>2·bins + 2<td>reals, reals</tr>
 * <tr><td>{@link RationalQuadratic}<td>3·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link UnboundedRationalQuadratic}<td>3·bins + 1<td>reals, reals</tr>
 * <tr><td>{@link LinearRational}<td>4·bins - 1<td>reals, reals</tr>
 * <tr><td>{@link CircularRationalQuadratic}<td>3·bins<td>circle, circle</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.spline;

import org.jspecify.annotations.NullMarked;
