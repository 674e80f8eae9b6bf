package io.github.tfflows.gallery.imports;

import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.activations.Activations;

/**
 * Imports an unconditional flow of nflows 0.14 on a standard normal from its state in a file of
 * {@code numpy.savez}: any composition of the transforms below. Sizes, masks and features are read
 * from the arrays.
 *
 * <table>
 * <caption>Transforms</caption>
 * <tr><th>in nflows</th><th>here</th></tr>
 * <tr><td>{@code MaskedAffineAutoregressiveTransform}, such as in {@code MaskedAutoregressiveFlow}
 *   </td><td>{@link io.github.tfflows.bijectors.MaskedAutoregressive}</td></tr>
 * <tr><td>{@code MaskedPiecewiseRationalQuadraticAutoregressiveTransform} with linear tails</td>
 *   <td>the same, of {@link io.github.tfflows.bijectors.spline.RationalQuadratic}</td></tr>
 * <tr><td>{@code AffineCouplingTransform} with a {@code ResidualNet}, such as in {@code
 *   SimpleRealNVP}</td><td>{@link io.github.tfflows.bijectors.Coupling}</td></tr>
 * <tr><td>{@code PiecewiseRationalQuadraticCouplingTransform} with a {@code ResidualNet} and linear
 *   tails</td><td>the same, of {@code RationalQuadratic}</td></tr>
 * <tr><td>{@code Permutation}, {@code RandomPermutation}, {@code ReversePermutation}</td>
 *   <td>{@link io.github.tfflows.bijectors.linear.Permutation}</td></tr>
 * </table>
 *
 * <p>A coupling must keep {@code ⌊d/2⌋} features, as masks of an even number of features do. Batch
 * normalization is not imported.
 *
 * <p>The state does not name the transforms, and other splines can have arrays of the same shapes.
 * Therefore the caller declares the spline. Transforms of two parameters for each feature are read
 * as a scale and a shift.
 *
 * @param activation the activation before the layers of a network, which is not in the state
 * @param spline the rational-quadratic spline of all transforms that are not affine, or null if
 *     there are none
 */
public record Nflows(Activations activation, @Nullable RationalQuadratic spline) {
  /** Returns an import of affine transforms with rectified linear units. */
  public static Nflows defaults() {
    return new Nflows(Activations.RELU, null);
  }

  /**
   * Returns this import, which also reads rational-quadratic splines.
   *
   * @param bins the {@code num_bins} of nflows
   * @param tailBound the {@code tail_bound} of nflows, 1 by default there
   */
  public Nflows withSplines(int bins, double tailBound) {
    return new Nflows(activation, new RationalQuadratic(bins, tailBound));
  }

  /** Returns this import with another activation. */
  public Nflows withActivation(Activations other) {
    return new Nflows(other, spline);
  }

  /**
   * Reads a flow.
   *
   * @param file the arrays of its {@code state_dict}, by name
   * @return the same distribution, to be closed
   * @throws IllegalArgumentException if it has other parts
   */
  public CompiledDistribution read(Path file, Execution execution) throws IOException {
    TorchArrays arrays = TorchArrays.read(file);
    NflowsTransforms transforms = new NflowsTransforms(activation, spline);
    transforms.add(arrays.at("_transform"));
    arrays.at("_distribution").skip("_log_z");
    arrays.requireAllRead();
    return transforms.compile(execution);
  }
}
