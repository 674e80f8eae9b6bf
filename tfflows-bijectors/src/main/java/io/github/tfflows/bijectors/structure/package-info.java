/**
 * Bijectors onto events of another shape, or of entries that constrain each other: shares that sum
 * to one, ascending numbers, covariance and correlation matrices, directions.
 *
 * <h2>Densities on a surface</h2>
 *
 * <p>The image of some of these maps has fewer dimensions than it has entries. Its density, and
 * with it the log-determinant, is with respect to the volume of the entries that vary freely, in
 * the table below; the others are functions of them. That is the convention of the common densities
 * there: Dirichlet on the simplex, Wishart on covariance matrices, LKJ on correlation matrices.
 * Only directions have no such entries, since the last one follows from the others up to its sign:
 * their density is per area of the sphere, as that of von Mises and Fisher. {@code inverse} expects
 * points of the image; its log-determinant is that along the image.
 *
 * <table>
 * <caption>Maps and the entries whose volume counts</caption>
 * <tr><th>map</th><th>from</th><th>onto</th><th>volume of</th></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.StickBreaking}</td><td>[d]</td>
 *     <td>shares [d+1]</td><td>the first d entries</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.SoftmaxCentered}</td><td>[d]</td>
 *     <td>shares [d+1]</td><td>the first d entries</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.Ordered}</td><td>[d]</td>
 *     <td>ascending numbers [d]</td><td>all entries</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.Cumsum}</td><td>[d]</td>
 *     <td>sums [d]</td><td>all entries</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.FillTriangular}</td><td>[d(d+1)/2]</td>
 *     <td>lower triangular matrices [d, d]</td><td>the lower triangle</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.TransformDiagonal}</td><td>[d, d]</td>
 *     <td>matrices with a mapped diagonal [d, d]</td><td>all entries that vary</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.CorrelationCholesky}</td><td>[d(d-1)/2]</td>
 *     <td>Cholesky factors of correlation matrices [d, d]</td><td>the entries below the
 *     diagonal</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.CholeskyOuterProduct}</td><td>[d, d]</td>
 *     <td>symmetric positive definite matrices [d, d]</td><td>the lower triangle, of both
 *     sides</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.Sphere}</td><td>[d]</td>
 *     <td>directions [d+1]</td><td>the area of the sphere</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.Pad}</td><td>[d]</td>
 *     <td>the same numbers among constants [d+k]</td><td>the entries that vary</td></tr>
 * <tr><td>{@link io.github.tfflows.bijectors.structure.Transpose}</td><td>[a, b, ...]</td>
 *     <td>the same numbers under axes in another order</td><td>all entries</td></tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.structure;

import org.jspecify.annotations.NullMarked;
