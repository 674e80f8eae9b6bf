package io.github.tfflows.testing;

import io.github.tfflows.bijectors.scalar.Affine;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** What couplings and autoregressive maps must do, besides what every bijector must. */
public interface HostContract extends BijectorContract {
  List<String> PERCEPTRON =
      List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias");
  List<String> RESIDUAL =
      List.of(
          "input.kernel",
          "input.bias",
          "block_0.dense_0.kernel",
          "block_0.dense_0.bias",
          "block_0.dense_1.kernel",
          "block_0.dense_1.bias",
          "output.kernel",
          "output.bias");

  /** Returns the names of the parameters of the network. */
  List<String> networkNames();

  @Override
  default List<String> parameterNames() {
    return networkNames().stream().map(name -> "conditioner." + name).toList();
  }

  /** With one feature and without a context there is nothing for the network to read. */
  @Override
  default List<String> parameterNames(Shape event, int contextSize) {
    boolean readsNothing = event.size() == 1 && contextSize == 0;
    return parameterNames().subList(readsNothing ? 1 : 0, parameterNames().size());
  }

  @Override
  default List<Integer> contextSizes() {
    return List.of(0, 3);
  }

  @Override
  default double[] edges(Direction direction) {
    return new double[] {0, -0.0, 1, -1, 3, -3, 10, -10, 1e4, -1e4, 1e15, -1e15, 1e30, -1e30};
  }

  /**
   * What overflows when an {@link Affine} map has a network of rectified units. The derivative of
   * {@code x·exp(s) + t} by a weight of {@code s} in the last layer is {@code x·exp(s)} times the
   * unit that the weight is for, which is as large as the entries that it reads: near the start,
   * where {@code s} is zero, squares of the entries. Under bounded units, and with maps that move
   * or leave large entries as they are, nothing overflows.
   */
  static List<String> overflowingByScale(double edge) {
    boolean square = edge * edge > Float.MAX_VALUE;
    return square ? List.of("conditioner.output.kernel") : List.of();
  }

  @Override
  default boolean startsAsIdentity() {
    return true;
  }
}
