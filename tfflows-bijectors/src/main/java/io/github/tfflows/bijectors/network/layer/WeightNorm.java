package io.github.tfflows.bijectors.network.layer;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * Weight normalization (Salimans and Kingma, 2016, arXiv:1602.07868, eq. 2): {@code w = g·v/‖v‖}
 * for the weights of each unit. The lengths {@code g} start as the average ones of a random {@link
 * Dense} layer.
 *
 * @param gain {@code g}, shaped {@code [to]}
 */
public record WeightNorm(Expr gain) implements UnaryOperator<Expr> {
  public static WeightNorm of(GraphScope scope, Degrees from, Degrees to) {
    double[] gains =
        Arrays.stream(to.toArray())
            .mapToDouble(degree -> Math.sqrt(from.upTo(degree) / (3.0 * from.size())))
            .toArray();
    return new WeightNorm(scope.parameter("gain", Shape.of(to.size()), gains));
  }

  /** Normalizes the columns of a kernel {@code [from, to]}; zero for a unit without inputs. */
  @Override
  public Expr apply(Expr v) {
    Expr scaled = v.over(v.unitAlong(0, v.scope().limits().epsilon()));
    Expr length = scaled.square().sum(0).max(1).sqrt(); // one at least, unless v is zero
    return scaled.times(gain.over(length));
  }
}
