/**
 * Monotone maps without an inverse in closed form: a search inverts them.
 *
 * <table>
 * <caption>Monotone maps</caption>
 * <tr><th>map</th><th>parameters</th><th>from, to</th></tr>
 * <tr><td>{@link LogisticMixture}<td>3·components + 2<td>reals, reals</tr>
 * <tr><td>{@link Gaussianization}<td>3·components<td>reals, reals</tr>
 * <tr><td>{@link SumOfSquares}<td>polynomials·(degree + 1) + 1<td>reals, reals</tr>
 * <tr><td>{@link BernsteinPolynomial}<td>degree + 1<td>reals, reals</tr>
 * <tr><td>{@link DeepSigmoidal}<td>3·units, if one layer<td>reals, reals</tr>
 * <tr><td>{@link UnconstrainedMonotonic}<td>3·units + 2<td>reals, reals</tr>
 * <tr><td>{@link MonotonicMlp}<td>2·pairs·(3 + columns) + 2, if one layer<td>reals, reals</tr>
 * <tr><td>{@link Lambda}<td>as declared<td>reals, reals</tr>
 * </table>
 *
 * <p>A flow runs its bijectors forward to draw and backward to score. If a model is trained on data
 * and rarely draws, host {@link io.github.tfflows.bijectors.scalar.ScalarBijector#inverted()
 * inverted()} maps, {@code new Coupling(new LogisticMixture(8).inverted(), Mlp.of(64))}: training
 * and scoring then evaluate the formulas, and only draws search.
 *
 * <h2>Writing a monotone map</h2>
 *
 * <p>An {@link IncreasingMap} defines an increasing function with parameters, its log-slope, and an
 * interval that contains the inverse of a point. A search computes the inverse with its gradients.
 * A map on an interval is a {@link TangentTails}, which needs no bracket. The example is Kepler's
 * equation, {@code y = x + s·sin x}, whose inverse differs from {@code y} by at most one:
 *
 * <pre>{@code
 * import io.github.tfflows.bijectors.monotone.IncreasingMap;
 * import io.github.tfflows.bijectors.search.RootSearch;
 * import io.github.tfflows.core.graph.Expr;
 * import io.github.tfflows.core.graph.GraphScope;
 * import io.github.tfflows.core.graph.Mapped;
 * import java.util.function.Function;
 *
 * public record Kepler() implements IncreasingMap {
 *   public int parameters() {
 *     return 1;
 *   }
 *
 *   public Function<Expr, Mapped> curve(GraphScope scope, Expr theta) {
 *     Expr s = theta.entry(0).tanh().times(0.99); // the slope stays above 0.01
 *     return x -> new Mapped(x.plus(s.times(x.sin())), s.times(x.cos()).log1p());
 *   }
 *
 *   public RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
 *     return new RootSearch.Bracket(y.minus(1), y.plus(1), y);
 *   }
 * }
 * }</pre>
 *
 * <p>{@code new Coupling(new Kepler(), Mlp.of(64))} is then a bijector on vectors.
 *
 * <p>A {@link DualMap} defines only the function, on {@link Dual} numbers, which yield the
 * log-slope.
 */
@NullMarked
package io.github.tfflows.bijectors.monotone;

import org.jspecify.annotations.NullMarked;
