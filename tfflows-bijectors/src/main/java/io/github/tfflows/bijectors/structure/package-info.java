/**
 * Bijectors onto events of another shape, or with constraints: shares that sum to one, ascending
 * numbers, covariance and correlation matrices, directions.
 *
 * <h2>Densities on a surface</h2>
 *
 * <p>The image of some of these maps has fewer dimensions than entries. Density and log-determinant
 * are then with respect to the volume of the free entries, which the table lists. The other entries
 * are functions of the free ones. The usual densities follow this convention: Dirichlet on the
 * simplex, Wishart on covariance matrices, LKJ on correlation matrices. Directions have no free
 * entries, since the last entry follows from the others only up to its sign. Their density is per
 * area of the sphere, like the von Mises-Fisher density. {@code inverse} expects points of the
 * image; its log-determinant is along the image.
 *
 * <table>
 * <caption>Maps and their free entries</caption>
 * <tr><th>map</th><th>from</th><th>onto</th><th>volume of</th></tr>
 * <tr><td>{@link StickBreaking}<td>[d]<td>shares [d+1]<td>the first d entries</tr>
 * <tr><td>{@link SoftmaxCentered}<td>[d]<td>shares [d+1]<td>the first d entries</tr>
 * <tr><td>{@link Ordered}<td>[d]<td>ascending numbers [d]<td>all entries</tr>
 * <tr><td>{@link Cumsum}<td>[d]<td>sums [d]<td>all entries</tr>
 * <tr><td>{@link FillTriangular}<td>[d(d+1)/2]<td>lower triangular matrices [d, d]
 *     <td>the lower triangle</tr>
 * <tr><td>{@link TransformDiagonal}<td>[d, d]<td>matrices with a mapped diagonal [d, d]
 *     <td>all entries that vary</tr>
 * <tr><td>{@link CorrelationCholesky}<td>[d(d-1)/2]
 *     <td>Cholesky factors of correlation matrices [d, d]<td>the entries below the diagonal</tr>
 * <tr><td>{@link CholeskyOuterProduct}<td>[d, d]<td>symmetric positive definite matrices [d, d]
 *     <td>the lower triangle, of both sides</tr>
 * <tr><td>{@link Sphere}<td>[d]<td>directions [d+1]<td>the area of the sphere</tr>
 * <tr><td>{@link Pad}<td>[d]<td>the same numbers among constants [d+k]
 *     <td>the entries that vary</tr>
 * <tr><td>{@link Transpose}<td>[a, b, ...]<td>the same numbers with reordered axes
 *     <td>all entries</tr>
 * </table>
 */
@NullMarked
package io.github.tfflows.bijectors.structure;

import org.jspecify.annotations.NullMarked;
