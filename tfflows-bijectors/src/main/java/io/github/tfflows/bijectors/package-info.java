/**
 * Layers of flows and ready-made architectures.
 *
 * <h2>Architectures</h2>
 *
 * <p>{@link io.github.tfflows.bijectors.Flows} provides the flows of the literature: planar,
 * radial, NICE, RealNVP, Glow, MAF, IAF and neural spline flows, each with its paper. {@link
 * io.github.tfflows.bijectors.image.ImageFlows} has those of images. {@link
 * io.github.tfflows.bijectors.SurrogatePosterior} builds a family for the named unknowns of a
 * model, each on its support, to be fitted to their posterior.
 *
 * <h2>Hosts, scalar bijectors, networks</h2>
 *
 * <p>Most layers combine three pieces. The <em>scalar bijector</em> {@code y = f(x; θ)} is the map
 * of one entry ({@link io.github.tfflows.bijectors.scalar}). The <em>host</em> decides which other
 * entries its parameters {@code θ} depend on. The <em>network</em> is that dependence ({@link
 * io.github.tfflows.bijectors.network}). With {@code d} entries along the last axis, {@code k =
 * ⌊d/2⌋} and a context {@code c}:
 *
 * <pre>{@code
 * no host                yᵢ = f(xᵢ; θᵢ)                  θᵢ a trainable parameter
 * Coupling               yᵢ = f(xᵢ; θᵢ(x₁..xₖ, c))       for i > k; yᵢ = xᵢ for i ≤ k
 * MaskedAutoregressive   yᵢ = f(xᵢ; θᵢ(y₁..yᵢ₋₁, c))
 *
 * log |det dy/dx| = Σ log f'(xᵢ; θᵢ)    over the entries that move
 * }</pre>
 *
 * <p>The Jacobian is triangular, so its determinant is the product of its diagonal. {@code θ = 0}
 * is the identity, and the networks start there. The hosts differ in the cost of a direction:
 * {@link io.github.tfflows.bijectors.Coupling} takes one pass of its network in either; {@link
 * io.github.tfflows.bijectors.MaskedAutoregressive} takes one in {@code inverse} and, in {@code
 * forward}, one step for each entry, which together cost about one pass. {@link
 * io.github.tfflows.bijectors.Coupling#alsoMapping} moves the entries that a coupling keeps.
 *
 * <pre>{@code
 * new Coupling(new RationalQuadratic(8, 5), ResidualNet.of(128, 2))
 * new MaskedAutoregressive(new Affine(), Made.of(128, 128))
 * new SinhArcsinh()
 * }</pre>
 *
 * <p>{@link io.github.tfflows.bijectors.ContextEmbedded} gives all networks of a flow a summary of
 * the context in place of the context.
 *
 * <p>Put a map that mixes the entries between two hosts, so that every entry reaches every other: a
 * permutation or a matrix ({@link io.github.tfflows.bijectors.linear}).
 *
 * <h2>Other layers</h2>
 *
 * <p>{@link io.github.tfflows.bijectors.Planar} and {@link io.github.tfflows.bijectors.Radial} act
 * on vectors. {@link io.github.tfflows.bijectors.Sylvester} is a planar flow with several
 * directions, {@link io.github.tfflows.bijectors.Highway} mixes triangular matrices and an
 * activation with the identity, and {@link io.github.tfflows.bijectors.TriangularSpline} has
 * splines and a triangular matrix without a network. {@link
 * io.github.tfflows.bijectors.BlockAutoregressive} is one network that is increasing in each entry
 * and sees those before it. {@link io.github.tfflows.bijectors.residual} has sums of the identity
 * and a contraction, {@link io.github.tfflows.bijectors.continuous} flows along a velocity, and
 * {@link io.github.tfflows.bijectors.image} those of images. {@link
 * io.github.tfflows.bijectors.surjection} has layers that are not one to one.
 *
 * <p>{@link io.github.tfflows.bijectors.Blockwise} gives each block of features a bijector of its
 * own, and {@link io.github.tfflows.bijectors.Reshape} changes the event's shape. Shares that sum
 * to one, ascending numbers, covariance matrices and directions are images of the maps of {@link
 * io.github.tfflows.bijectors.structure}.
 */
@NullMarked
package io.github.tfflows.bijectors;

import org.jspecify.annotations.NullMarked;
