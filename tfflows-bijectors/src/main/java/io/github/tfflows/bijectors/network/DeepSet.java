package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.network.layer.Dense;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

/**
 * A deep set (Zaheer et al., 2017, arXiv:1703.06114, section 3.1, with the mean in place of the
 * sum) on events of {@code m} elements, {@code [m, features]}: a network whose parameters for an
 * element depend on the element, on the set of the others, and on the context, if any.
 *
 * <pre>{@code
 * hᵢ ← a(hᵢ·W + (h₁ + ... + h_m)/m·V + b)     for each hidden layer and element i
 * }</pre>
 *
 * <p>and a last layer of the same form without the activation {@code a}, which starts at zero. The
 * network is equivariant: permuting the elements permutes the parameters. A coupling, which splits
 * the features of each element, then treats all elements alike. If the base treats all elements
 * alike, too, the density does not depend on their order, and draws are exchangeable (equivariant
 * couplings: Biloš and Günnemann, 2021, arXiv:2010.03242).
 *
 * <pre>{@code
 * new TransformedDistribution(
 *     new StandardNormal(Shape.of(10, 3)),
 *     Chain.of(
 *         new Coupling(new Affine(), DeepSet.of(64, 64)),
 *         Permutation.reverse(3),                             // of the features
 *         new Coupling(new Affine(), DeepSet.of(64, 64))))
 * }</pre>
 *
 * <p>Elements without a present entry among the known ones are absent, and ignored.
 *
 * @param hidden the number of units of each hidden layer, from 1 to 16,384; none for a linear map
 * @param activation the function after each hidden layer, entry by entry, hence no softmax
 */
public record DeepSet(List<Integer> hidden, Activations activation) implements Conditioner {
  public DeepSet {
    hidden = new Mlp(hidden, activation).hidden();
  }

  /** Returns a deep set with rectified linear units. */
  public static DeepSet of(int... hidden) {
    return new DeepSet(Arrays.stream(hidden).boxed().toList(), Activations.RELU);
  }

  /** Returns this network with another activation. */
  public DeepSet withActivation(Activations other) {
    return new DeepSet(hidden, other);
  }

  @Override
  public Expr parameters(GraphScope scope, Expr known, int features, int parameters) {
    Elements set = Elements.of(scope, known);
    Mlp layers = new Mlp(hidden, activation);
    Expr h = set.vectors();
    for (int i = 0; i < hidden.size(); i++) {
      Expr inputs = set.withMean(h);
      Dense dense = Dense.between(scope.sub("dense_" + i), inputs.size(-1), hidden.get(i));
      h = layers.activated(dense.apply(inputs));
    }
    Expr inputs = set.withMean(h);
    return Dense.zeroBetween(scope.sub("output"), inputs.size(-1), features * parameters)
        .apply(inputs)
        .splitLast(features, parameters);
  }
}
