/**
 * Distributions and bijectors: the definitions of normalizing flows.
 *
 * <h2>Change of variables</h2>
 *
 * <p>A normalizing flow is a differentiable bijection {@code f} applied to draws {@code z} of a
 * simple base distribution: {@code x = f(z)}. A change of variables gives the density of {@code x}:
 *
 * <pre>{@code
 * log p(x) = log p_base(z) + log |det df⁻¹/dx|     with z = f⁻¹(x)
 *          = log p_base(z) - log |det df/dz|
 * }</pre>
 *
 * <p>(Rezende and Mohamed, 2015, arXiv:1505.05770, eq. 5). The log-determinants of a composition
 * {@code f = f₂ ∘ f₁} add up. A {@link Bijector} implements both directions, and its Jacobian is
 * triangular, diagonal or otherwise structured, so that the determinant costs no more than the map.
 * Layers that are not one to one are a {@link Surjection}; their density is a {@link Surjected}.
 *
 * <h2>Orientation, shapes, units</h2>
 *
 * <ul>
 *   <li>{@code forward} maps the base to the data and draws samples; {@code inverse} maps the data
 *       to the base and computes densities. A {@link Chain} reads from the base to the data. {@link
 *       Bijector#inverted} swaps both directions.
 *   <li>Points are shaped {@code [n, event...]}: {@code n} rows of one event shape, {@code [d]} for
 *       vectors, {@code [h, w, c]} for images. Log-densities and log-determinants are shaped {@code
 *       [n]}, one number for a whole event.
 *   <li>All logarithms are natural: densities and losses are in nats, per unit of the data. In bits
 *       per dimension a loss is {@code -log p(x) / (d·ln 2)}. Rescaling the data shifts their
 *       log-density: {@code x = m + s·u} has a log-density lower by {@code Σ log sᵢ} than {@code
 *       u}. If such a scaling is the last bijector of the flow, the density is per raw unit.
 *   <li>A conditional density {@code log p(x | c)} has a context {@code c} for each row, shaped
 *       {@code [n, k]}. A definition is conditional if you fit it to data with a context.
 *   <li>An event may have absent entries, marked by a mask ({@link
 *       io.github.tfflows.core.graph.GraphScope#withPresence}). Each pattern of absent entries then
 *       has its own density of the present ones, exact and normalized. It is the marginal of the
 *       density of complete events only if no present entry depends on an absent one. Networks read
 *       zero for an absent entry; put the mask into the context to tell it from a value of zero.
 *       Graph code sets the mask; training and compiled models have no input for it.
 * </ul>
 *
 * <h2>Distribution functions</h2>
 *
 * <p>If a bijector changes each entry by itself ({@link Bijector#monotonicity}) and the base has
 * distribution functions, the flow has them, too: {@code F(x) = F_base(f⁻¹(x))} for an increasing
 * {@code f}, and {@code 1 - F_base(f⁻¹(x))} for a decreasing one. So a conditional flow of one
 * entry has predictive quantiles for each context. If a flow mixes entries, the distribution
 * function of an entry is an integral over the others, without a formula.
 *
 * <h2>Define, build, run</h2>
 *
 * <p>You <em>define</em> a flow as a value: a {@link TransformedDistribution} of a base {@link
 * Distribution} and a {@link Bijector}, records that hold sizes and seeds but no weights. The
 * library <em>builds</em> it into graph ops through a {@link
 * io.github.tfflows.core.graph.GraphScope}, which declares parameters by name. You <em>run</em> it
 * as a model: {@code Training} returns one, and a SavedModel is loaded as one.
 *
 * <h2>Errors</h2>
 *
 * <p>Definitions, recipes and options refuse an argument outside of its stated range by an {@link
 * IllegalArgumentException} that quotes it, also where no {@code @throws} says so. The lines of
 * {@code @throws} list conditions that the parameters do not state.
 *
 * <h2>Writing a bijector</h2>
 *
 * <p>A bijector is a record with two methods. Each builds the value and its log-determinant in one
 * pass; both declare parameters by the same names:
 *
 * <pre>{@code
 * import io.github.tfflows.core.Bijector;
 * import io.github.tfflows.core.graph.Expr;
 * import io.github.tfflows.core.graph.GraphScope;
 * import io.github.tfflows.core.graph.Mapped;
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
 * <p>Use only ops with a gradient, or provide the slope yourself ({@link
 * io.github.tfflows.core.graph.Expr#withSlope}). Keep values and gradients finite at every finite
 * input in single precision: {@code softplus} in place of {@code log(1 + exp)}, a clip before an
 * overflow. To try a bijector, build it in a graph: {@code GraphScope.root(tf,
 * ParameterSource.initial(tf, TFloat64.class, 0))}. Write a map of single entries as a scalar
 * bijector, so that couplings and autoregressive layers can host it.
 *
 * <h2>Writing a base distribution</h2>
 *
 * <p>A distribution is a record with the shape of an event, its log-density, and its draws, which
 * are a function of noise:
 *
 * <pre>{@code
 * import io.github.tfflows.core.Distribution;
 * import io.github.tfflows.core.Sample;
 * import io.github.tfflows.core.graph.Expr;
 * import io.github.tfflows.core.graph.GraphScope;
 * import io.github.tfflows.core.graph.Noise;
 * import org.tensorflow.ndarray.Shape;
 *
 * public record Gumbel(int size) implements Distribution { // log p(x) = Σ u - exp(u), u = m - x
 *   public Shape eventShape() {
 *     return Shape.of(size);
 *   }
 *
 *   public Expr logProb(GraphScope scope, Expr x) {
 *     Expr u = mode(scope).minus(x);
 *     return u.minus(u.clip(-80, 80).exp()).sumEvent();
 *   }
 *
 *   public Sample sample(GraphScope scope, Noise noise) {
 *     Expr x = noise.gumbel(scope, eventShape()).plus(mode(scope));
 *     return new Sample(x, logProb(scope, x));
 *   }
 *
 *   private Expr mode(GraphScope scope) {
 *     return scope.parameter("mode", eventShape(), new double[size]);
 *   }
 * }
 * }</pre>
 *
 * <p>{@link Distribution#marginals} and the other methods of {@link Distribution} are optional. A
 * {@code DistributionContract} of a distribution without marginals overrides {@code
 * hasDistributionFunctions}.
 */
@NullMarked
package io.github.tfflows.core;

import org.jspecify.annotations.NullMarked;
