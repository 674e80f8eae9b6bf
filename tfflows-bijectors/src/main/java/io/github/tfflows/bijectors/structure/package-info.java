/**
 * Bijectors onto events of another shape, or with constraints: shares that sum to one, ascending
 * numbers, covariance and correlation matrices, directions.
 *
 * <h2>Densities on a surface</h2>
 *
 * <p>The image of some of these maps has fewer dimensions than entries. Density and log-determinant
 * are then with respect to the volume of the free entries, which the table lists; the others are
 * functions of them. The usual densities follow this convention: Dirichlet on the simplex, Wishart
 * on covariance matrices, LKJ on correlation matrices. Directions have no free entries, since the
 * last entry follows from the others only up to its sign: their density is per area of the sphere,
 * as that of von Mises and Fisher. {@code inverse} expects points of the image; its log-determinant
 * is that along the image.
 *
 * <table>
 * <caption>Maps and their free entries</caption>
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
 *     <td>the same numbers with reordered axes</td><td>all entries</td></tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.structure;

import org.jspecify.annotations.NullMarked;
