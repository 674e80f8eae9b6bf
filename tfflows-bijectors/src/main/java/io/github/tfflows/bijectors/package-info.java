/**
 * Layers of flows and ready-made architectures.
 *
 * <h2>Architectures</h2>
 *
 * <p>{@link Flows} provides the flows of the literature: planar, radial, NICE, RealNVP, Glow, MAF,
 * IAF and neural spline flows, each with its paper. {@link
 * io.github.tfflows.bijectors.image.ImageFlows} provides flows of images. {@link
 * SurrogatePosterior} builds flows for variational fits of a posterior, from named unknowns with
 * supports.
 *
 * <h2>Hosts, scalar bijectors, networks</h2>
 *
 * <p>Most layers combine three pieces. The <em>scalar bijector</em> {@code y = f(x; θ)} is the map
 * of one entry ({@link io.github.tfflows.bijectors.scalar}). The <em>host</em> determines which
 * other entries its parameters {@code θ} depend on. The <em>network</em> computes them ({@link
 * io.github.tfflows.bijectors.network}). With {@code d} entries along the last axis, {@code k =
 * ⌊d/2⌋} and a context {@code c}:
 *
 * <pre>{@code
 * no host                yᵢ = f(xᵢ; θᵢ)                  θᵢ a trainable parameter
 * Coupling               yᵢ = f(xᵢ; θᵢ(x₁..xₖ, c))       for i > k; yᵢ = xᵢ for i ≤ k
 * MaskedAutoregressive   yᵢ = f(xᵢ; θᵢ(y₁..yᵢ₋₁, c))
 *
 * log |det dy/dx| = Σ log f'(xᵢ; θᵢ)    over the changed entries
 * }</pre>
 *
 * <p>The Jacobian is triangular, so its determinant is the product of its diagonal. {@code θ = 0}
 * is the identity, and the networks start there. The hosts differ in the cost of a direction:
 * {@link Coupling} takes one pass of its network in either direction. {@link MaskedAutoregressive}
 * takes one pass in {@code inverse}. In {@code forward} it takes one step for each entry; all steps
 * together cost about one pass. {@link Coupling#alsoMapping} changes the entries that a coupling
 * keeps.
 *
 * <pre>{@code
 * new Coupling(new RationalQuadratic(8, 5), ResidualNet.of(128, 2))
 * new MaskedAutoregressive(new Affine(), Made.of(128, 128))
 * new SinhArcsinh()
 * }</pre>
 *
 * <p>{@link ContextEmbedded} embeds the context once for all networks of a flow.
 *
 * <p>Put a map that mixes the entries between two hosts, so that every entry reaches every other: a
 * permutation or a matrix ({@link io.github.tfflows.bijectors.linear}).
 *
 * <h2>Other layers</h2>
 *
 * <p>{@link Planar} and {@link Radial} act on vectors. {@link Sylvester} is a planar flow with
 * several directions, {@link Highway} mixes triangular matrices and an activation with the
 * identity, and {@link TriangularSpline} has splines and a triangular matrix without a network.
 * {@link BlockAutoregressive} is one network, increasing in each entry, that reads the entries
 * before it. {@link io.github.tfflows.bijectors.residual} has sums of the identity and a
 * contraction, {@link io.github.tfflows.bijectors.continuous} has flows along a velocity, and
 * {@link io.github.tfflows.bijectors.image} has layers of images. {@link
 * io.github.tfflows.bijectors.surjection} has layers that are not one to one.
 *
 * <p>{@link Blockwise} applies a separate bijector to each block of features, and {@link Reshape}
 * changes the event's shape. Shares that sum to one, ascending numbers, covariance matrices and
 * directions are images of the maps of {@link io.github.tfflows.bijectors.structure}.
 */
@NullMarked
package io.github.tfflows.bijectors;

import org.jspecify.annotations.NullMarked;
