/**
 * Normalizing flows on TensorFlow: what a flow is, how it is trained, run, exported and read back.
 *
 * <h2>Change of variables</h2>
 *
 * <p>A normalizing flow is a differentiable bijection {@code f} applied to draws {@code z} of a
 * simple base distribution: {@code x = f(z)}. Probability is kept and volume is not, so that
 *
 * <pre>{@code
 * log p(x) = log p_base(z) + log |det df⁻¹/dx|     with z = f⁻¹(x)
 *          = log p_base(z) - log |det df/dz|
 * }</pre>
 *
 * <p>(Rezende and Mohamed, 2015, arXiv:1505.05770, eq. 5). Of a composition {@code f = f₂ ∘ f₁} the
 * log-determinants add up. What makes a flow usable is that each {@link
 * io.github.tfflows.core.Bijector} knows both directions and that its Jacobian is triangular,
 * structured or diagonal, so that the determinant costs no more than the map.
 *
 * <h2>Orientation, shapes, units</h2>
 *
 * <ul>
 *   <li>{@code forward} maps the base to the data and draws samples; {@code inverse} maps the data
 *       to the base and computes densities. {@link io.github.tfflows.core.Chain} reads from the
 *       base to the data. {@link io.github.tfflows.core.Bijector#inverted} turns a map around.
 *   <li>Points are shaped {@code [n, event...]}: {@code n} rows of one event shape, {@code [d]} for
 *       vectors, {@code [h, w, c]} for images. Log-densities and log-determinants are shaped {@code
 *       [n]}, one number for a whole event.
 *   <li>All logarithms are natural: densities and losses are in nats, per unit of the data. Divide
 *       by {@code d·ln 2} for bits per dimension. The log-density of data in other units, {@code x
 *       = m + s·u}, is lower by {@code Σ log sᵢ}: keep such a scaling in the flow, as its last map.
 *   <li>A conditional density {@code log p(x | c)} takes a context {@code c} with each row, shaped
 *       {@code [n, c]}; the same definition is conditional when its data have a context.
 * </ul>
 *
 * <h2>Define, build, run</h2>
 *
 * <p>A flow is <em>defined</em> as a value: a {@link
 * io.github.tfflows.core.TransformedDistribution} of a base {@link
 * io.github.tfflows.core.Distribution} and a {@link io.github.tfflows.core.Bijector}, records that
 * hold sizes and seeds but no weights. It is <em>built</em> into graph ops through a {@link
 * io.github.tfflows.core.GraphScope}, which hands out parameters by name. It is <em>run</em> as a
 * {@link io.github.tfflows.core.model.CompiledDistribution}, which {@link
 * io.github.tfflows.core.training.Training} returns and {@link
 * io.github.tfflows.core.model.CompiledDistribution#load} reads back from a SavedModel.
 *
 * <h2>Training</h2>
 *
 * <p>Maximum likelihood minimizes the mean of {@code -log p(x)} over the rows, which is the
 * Kullback-Leibler divergence from the data to the flow up to a constant; it runs {@code inverse}.
 * Variational fitting minimizes the mean of {@code log q(x) - log p̃(x)} over draws {@code x} of
 * the flow {@code q}, for a {@link io.github.tfflows.core.LogDensity} {@code p̃} known up to a
 * constant; it runs {@code forward}. Both losses are in nats.
 *
 * <h2>Writing a bijector</h2>
 *
 * <p>A bijector is a record with two methods, each of which builds the value and its
 * log-determinant in one pass and asks the scope for its parameters by the same names:
 *
 * <pre>{@code
 * import io.github.tfflows.core.Bijector;
 * import io.github.tfflows.core.Expr;
 * import io.github.tfflows.core.GraphScope;
 * import io.github.tfflows.core.Mapped;
 * import org.tensorflow.ndarray.Shape;
 *
 * public record Scale(int size) implements Bijector { // y = x·exp(s)
 *   public Mapped forward(GraphScope scope, Expr x) {
 *     Expr s = logScale(scope);
 *     return new Mapped(x.times(s.exp()), s.sumLast().forEachRowOf(x));
 *   }
 *
 *   public Mapped inverse(GraphScope scope, Expr y) {
 *     Expr minusS = logScale(scope).negated();
 *     return new Mapped(y.times(minusS.exp()), minusS.sumLast().forEachRowOf(y));
 *   }
 *
 *   private Expr logScale(GraphScope scope) {
 *     return scope.parameter("log_scale", Shape.of(size), new double[size]).clip(-30, 30);
 *   }
 * }
 * }</pre>
 *
 * <p>Only ops with a gradient may be used, and each method should stay finite, with its gradients,
 * at every finite input in single precision: {@code softplus} in place of {@code log(1 + exp)}, a
 * clip before what overflows. A map of single entries is better written as a scalar bijector, which
 * the hosts of the package {@code io.github.tfflows.bijectors} condition on other entries.
 */
@NullMarked
package io.github.tfflows.core;

import org.jspecify.annotations.NullMarked;
