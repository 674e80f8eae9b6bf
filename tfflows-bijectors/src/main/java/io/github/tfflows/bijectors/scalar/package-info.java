/**
 * Maps of single entries: {@link ScalarBijector}.
 *
 * <p>A scalar bijector can stand alone, with trainable parameters for each entry of an event, or in
 * the hosts of {@link io.github.tfflows.bijectors}, where a network computes the parameters.
 *
 * <table>
 * <caption>Scalar bijectors</caption>
 * <tr><th>bijector</th><th>parameters</th><th>from, to</th></tr>
 * <tr><td>{@link Identity}<td>0<td>reals, reals</tr>
 * <tr><td>{@link Additive}<td>1<td>reals, reals</tr>
 * <tr><td>{@link Affine}<td>2<td>reals, reals</tr>
 * <tr><td>{@link LeakyRelu}<td>1<td>reals, reals</tr>
 * <tr><td>{@link GatedLinearUnit}<td>1<td>reals, reals</tr>
 * <tr><td>{@link SinhArcsinh}<td>2<td>reals, reals</tr>
 * <tr><td>{@link Sinh}<td>0<td>reals, reals</tr>
 * <tr><td>{@link YeoJohnson}<td>1<td>reals, reals</tr>
 * <tr><td>{@link StudentTails}<td>0<td>reals, reals</tr>
 * <tr><td>{@link LambertWTail}<td>1<td>reals, reals</tr>
 * <tr><td>{@link LeakyTanh}<td>0<td>reals, reals</tr>
 * <tr><td>{@link LogTanh}<td>0<td>reals, reals</tr>
 * <tr><td>{@link Softfloor}<td>0<td>reals, reals</tr>
 * <tr><td>{@link Power}<td>0<td>positive numbers, positive numbers</tr>
 * <tr><td>{@link BoxCox}<td>0<td>positive numbers, numbers above or below a bound, or reals</tr>
 * <tr><td>{@link CircularShift}<td>1<td>circle, circle</tr>
 * <tr><td>{@link Exp}<td>0<td>reals, positive numbers</tr>
 * <tr><td>{@link Expm1}<td>0<td>reals, numbers above -1</tr>
 * <tr><td>{@link Softplus}<td>0<td>reals, positive numbers</tr>
 * <tr><td>{@link Sigmoid}<td>0<td>reals, interval</tr>
 * <tr><td>{@link Tanh}<td>0<td>reals, (-1, 1)</tr>
 * <tr><td>{@link Softsign}<td>0<td>reals, (-bound, bound)</tr>
 * <tr><td>{@link SoftClip}<td>0<td>reals, interval or half-line</tr>
 * <tr><td>{@link Sine}<td>0<td>[-π/2, π/2], [-1, 1]</tr>
 * <tr><td>{@link Cosine}<td>0<td>[0, π], [-1, 1]</tr>
 * <tr><td>{@link Inline}<td>0<td>as declared</tr>
 * </table>
 *
 * <p>Outside the range of a map that is not onto the reals, such as {@code Exp} or {@code Sigmoid},
 * the density of its flows is zero: {@code logProb} returns minus infinity. The bounds themselves,
 * to which draws round, have the density of the nearest representable point inside. Training rows
 * must lie within; elsewhere their loss is infinite.
 *
 * <h2>Writing a scalar bijector</h2>
 *
 * <p>Return the number of unconstrained parameters of an entry, and build {@code f} and {@code
 * f⁻¹}, each with the log-slope of each entry; parameters are on the last axis of {@code theta}. An
 * {@link Increasing} map needs no more. Other maps implement {@link ScalarBijector} and define
 * {@code monotonicity}, on which {@code cdf} and {@code quantile} of its flows depend. The example
 * bends the line on the positive side, {@code y = x·exp(s)} for {@code x > 0}:
 *
 * <pre>{@code
 * import io.github.tfflows.bijectors.scalar.Increasing;
 * import io.github.tfflows.core.graph.Expr;
 * import io.github.tfflows.core.graph.GraphScope;
 * import io.github.tfflows.core.graph.Mapped;
 *
 * public record Bend() implements Increasing {
 *   public int parameters() {
 *     return 1;
 *   }
 *
 *   public Mapped forward(GraphScope scope, Expr x, Expr theta) {
 *     return bent(x, theta.entry(0).tanh()); // a bounded slope overflows nothing
 *   }
 *
 *   public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
 *     return bent(y, theta.entry(0).tanh().negated());
 *   }
 *
 *   private static Mapped bent(Expr x, Expr s) {
 *     Expr logSlope = s.broadcastLike(x).times(x.greater(0).indicator());
 *     return new Mapped(x.times(logSlope.exp()), logSlope);
 *   }
 * }
 * }</pre>
 *
 * <p>{@code new Coupling(new Bend(), Mlp.of(64))} is then a bijector on vectors.
 */
@NullMarked
package io.github.tfflows.bijectors.scalar;

import org.jspecify.annotations.NullMarked;
