/**
 * Invertible transformations, networks that condition them, and recipes of whole flows.
 *
 * <h2>Host, scalar map, network</h2>
 *
 * <p>Three pieces combine freely, so that each is written once:
 *
 * <table>
 * <caption>A layer is a host, a scalar map and, where the parameters are not free, a network</caption>
 * <tr><th>piece</th><th>what it decides</th><th>which there are</th></tr>
 * <tr><td>scalar map {@code y = f(x; θ)}, increasing in {@code x}
 *   <td>the shape of the change of one entry
 *   <td>{@link io.github.tfflows.bijectors.scalar.Additive}, {@link io.github.tfflows.bijectors.scalar.Affine},
 *       {@link io.github.tfflows.bijectors.scalar.SinhArcsinh},
 *       {@link io.github.tfflows.bijectors.scalar.RationalQuadratic}, and {@link
 *       io.github.tfflows.bijectors.scalar.CircularRationalQuadratic} for angles; each a {@link
 *       io.github.tfflows.bijectors.scalar.ScalarBijector}</tr>
 * <tr><td>host
 *   <td>on what {@code θᵢ} of entry {@code i} depends: a held part of the entries, the entries
 *       before {@code i}, or nothing
 *   <td>{@link io.github.tfflows.bijectors.Coupling},
 *       {@link io.github.tfflows.bijectors.MaskedAutoregressive}, or no host</tr>
 * <tr><td>network
 *   <td>the function from there, and from the context {@code c}, to {@code θ}
 *   <td>{@link io.github.tfflows.bijectors.network.Mlp} and {@link
 *       io.github.tfflows.bijectors.network.ResidualNet}, each a {@link
 *       io.github.tfflows.bijectors.network.Conditioner}; {@link io.github.tfflows.bijectors.network.Made} and
 *       {@link io.github.tfflows.bijectors.network.ResidualMade}, each an {@link
 *       io.github.tfflows.bijectors.network.AutoregressiveConditioner}</tr>
 * </table>
 *
 * <p>In formulas, with {@code d} features of which a coupling holds the first {@code k = ⌊d/2⌋}:
 *
 * <pre>{@code
 * no host                yᵢ = f(xᵢ; θᵢ)                  θᵢ a free parameter
 * Coupling               yᵢ = f(xᵢ; θᵢ(x₁..xₖ, c))       for i > k; yᵢ = xᵢ for i ≤ k
 * MaskedAutoregressive   yᵢ = f(xᵢ; θᵢ(y₁..yᵢ₋₁, c))
 * }</pre>
 *
 * <p>Each makes the Jacobian triangular, so that its determinant is the product of the diagonal:
 *
 * <pre>{@code log |det dy/dx| = Σ log f'(xᵢ; θᵢ)    over the entries that move}</pre>
 *
 * <p>{@code θ = 0} is the identity, and the networks start there. They differ in what a direction
 * costs, in passes of the network: a coupling takes one in either; a masked autoregressive map
 * takes one in {@code inverse}, and in {@code forward} as many steps as features, which together
 * compute each unit once. A layer is put together in one line,
 *
 * <pre>{@code
 * new Coupling(new RationalQuadratic(8, 5), ResidualNet.of(128, 2))
 * new MaskedAutoregressive(new Affine(), Made.of(128, 128))
 * new SinhArcsinh()
 * }</pre>
 *
 * <p>and layers that must reach every feature need something between them that mixes: {@link
 * io.github.tfflows.bijectors.linear.Permutation} or {@link
 * io.github.tfflows.bijectors.linear.InvertibleLinear}.
 *
 * <h2>Maps with their own Jacobians</h2>
 *
 * <p>{@link io.github.tfflows.bijectors.Planar} and {@link io.github.tfflows.bijectors.Radial} act
 * on vectors. {@link io.github.tfflows.bijectors.linear.InvertibleLinear}, {@link
 * io.github.tfflows.bijectors.linear.ActNorm}, {@link
 * io.github.tfflows.bijectors.linear.Permutation} and {@link
 * io.github.tfflows.bijectors.linear.Standardize} act on the last axis: the features of a vector
 * {@code [d]} or the channels at every place of an image {@code [h, w, c]}, where a log-determinant
 * counts {@code h·w} times. {@link io.github.tfflows.bijectors.scalar.Exp}, {@link
 * io.github.tfflows.bijectors.scalar.Softplus}, {@link io.github.tfflows.bijectors.scalar.Sigmoid}
 * and {@link io.github.tfflows.bijectors.scalar.Tanh} map the reals onto a half-line or an
 * interval, entry by entry; {@link io.github.tfflows.bijectors.Reshape} changes the event's shape,
 * and {@link io.github.tfflows.bijectors.Blockwise} gives each block of features a map of its own.
 * The orientation, {@code forward} from the base to the data, is that of {@link
 * io.github.tfflows.core}; all run in both directions and turn around with {@link
 * io.github.tfflows.core.Bijector#inverted}.
 *
 * <h2>Recipes</h2>
 *
 * <p>{@link io.github.tfflows.bijectors.Flows} puts the flows of the literature into a row: planar,
 * radial, NICE, RealNVP, Glow, MAF, IAF and neural spline flows, each with its paper.
 *
 * <h2>Writing a scalar bijector</h2>
 *
 * <p>Say how many unconstrained parameters an entry has and build {@code f} and {@code f⁻¹}, each
 * with the log-derivative of each entry; {@code theta} carries the parameters on one more axis, the
 * last. This one bends the line on the positive side, {@code y = x·exp(s)} for {@code x > 0}:
 *
 * <pre>{@code
 * import io.github.tfflows.bijectors.scalar.ScalarBijector;
 * import io.github.tfflows.core.Expr;
 * import io.github.tfflows.core.GraphScope;
 * import io.github.tfflows.core.Mapped;
 *
 * public record Bend() implements ScalarBijector {
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
 * <p>{@code new Coupling(new Bend(), Mlp.of(64))} is then a bijector on vectors. A network of one's
 * own implements {@link io.github.tfflows.bijectors.network.Conditioner}: from what is known,
 * shaped {@code [n, k]}, and the scope's context it builds parameters shaped {@code [n, d, p]},
 * with a last layer that starts at zero.
 */
package io.github.tfflows.bijectors;
