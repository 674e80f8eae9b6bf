package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A map between the events {@code z} of a base and the events {@code x} of the data that is not one
 * to one (SurVAE flows: Nielsen et al., 2020, arXiv:2007.02731). Several points on one side belong
 * to one point on the other, and the choice among them is random. With a base it forms the
 * distribution {@link Surjected}.
 *
 * <pre>{@code
 * log p(x) = log Σⱼ wⱼ·p(zⱼ)
 * }</pre>
 *
 * <table>
 * <caption>Kinds of surjections</caption>
 * <tr><th>{@code x} of {@code z}</th><th>{@code z} of {@code x}</th><th>preimages and their weights
 *     {@code w}</th><th>density</th></tr>
 * <tr><td>a function<td>several<td>all of them, 1<td>exact</tr>
 * <tr><td>a function<td>a draw of {@code q(z | x)}<td>{@code m} draws, {@code 1 / (m·q(z | x))}
 *     <td>a lower bound, in the mean over the draws</tr>
 * <tr><td>a draw of {@code p(x | z)}<td>a function<td>the only one, {@code p(x | z)}<td>exact</tr>
 * </table>
 *
 * <p>The logarithm of the weight is the paper's likelihood contribution. An implementation is an
 * immutable value, as a {@link Bijector} is. Random numbers for {@link #preimages} come from {@link
 * Noise#ofEstimate}.
 */
public interface Surjection {
  /**
   * A point of the base that may map to {@code x}.
   *
   * @param z points of the base, shaped {@code [n, event...]}
   * @param logWeight the logarithms of their weights, shaped {@code [n]}
   */
  record Preimage(Expr z, Expr logWeight) {}

  /**
   * Builds {@code x} for points of the base.
   *
   * @param noise the source of randomness, if {@code x} is a draw
   * @param z points of the base, shaped {@code [n, event...]}
   * @return points of the data, shaped {@code [n, event...]}
   */
  Expr forward(GraphScope scope, Noise noise, Expr z);

  /**
   * Builds preimages of points of the data.
   *
   * @param x points of the data, shaped {@code [n, event...]}
   * @return at least one preimage
   */
  List<Preimage> preimages(GraphScope scope, Expr x);

  /**
   * Returns the shape of an event {@code x} of the data.
   *
   * @param event the shape of one event of the base, without the batch
   * @throws IllegalArgumentException if this surjection does not act on such events
   */
  Shape forwardEventShape(Shape event);

  /** Returns whether the events of the data are real numbers with a density; true by default. */
  default boolean isContinuous() {
    return true;
  }
}
