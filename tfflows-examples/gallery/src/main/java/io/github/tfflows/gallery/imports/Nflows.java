package io.github.tfflows.gallery.imports;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Path;
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
 * <p>A coupling must keep {@code ⌊d/2⌋} features, as masks of an even number of them do. Batch
 * normalization is not imported.
 *
 * <p>The state does not name the transforms. Two parameters for each feature are read as a scale
 * and a shift, and {@code 3K - 1} as a rational-quadratic spline of {@code K} bins: do not read
 * splines of a single bin, or other splines, whose numbers of parameters can be among these.
 *
 * @param activation what precedes the layers of a network, which the state does not tell
 * @param tailBound where splines end, which the state does not tell
 */
public record Nflows(Activations activation, double tailBound) {
  /** Returns the defaults of nflows: rectified linear units, and splines on ±1. */
  public static Nflows defaults() {
    return new Nflows(Activations.RELU, 1);
  }

  /** Returns this import with another bound of splines. */
  public Nflows withTailBound(double bound) {
    return new Nflows(activation, bound);
  }

  /** Returns this import with another activation. */
  public Nflows withActivation(Activations other) {
    return new Nflows(other, tailBound);
  }

  /**
   * Reads a flow.
   *
   * @param file the arrays of its {@code state_dict}, by name
   * @param execution how the model runs
   * @return the same distribution, to be closed
   * @throws IllegalArgumentException if it has other parts
   */
  public CompiledDistribution read(Path file, Execution execution) throws IOException {
    TorchArrays arrays = TorchArrays.of(Npz.read(file));
    NflowsTransforms transforms = new NflowsTransforms(this);
    transforms.add(arrays.at("_transform"));
    arrays.at("_distribution").skip("_log_z");
    arrays.requireAllRead();
    return transforms.compile(execution);
  }
}
