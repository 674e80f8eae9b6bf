package io.github.tfflows.bijectors.network.layer;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * Layer normalization (Ba, Kiros and Hinton, 2016, arXiv:1607.06450, eq. 4): {@code h ← γ·(h -
 * mean)/√(variance + ε) + β}, with the moments of the units along the last axis. It starts with
 * {@code γ = 1} and {@code β = 0}.
 *
 * @param scale {@code γ}, shaped {@code [units]}
 * @param shift {@code β}, shaped {@code [units]}
 */
public record LayerNorm(Expr scale, Expr shift) implements UnaryOperator<Expr> {
  /** The default of PyTorch. */
  private static final double EPSILON = 1e-5;

  public static LayerNorm of(GraphScope scope, int units) {
    double[] ones = new double[units];
    Arrays.fill(ones, 1);
    return new LayerNorm(
        scope.parameter("scale", Shape.of(units), ones),
        scope.parameter("shift", Shape.of(units), new double[units]));
  }

  @Override
  public Expr apply(Expr h) {
    Expr m = h.unitAlong(-1, 1);
    Expr scaled = h.over(m);
    int last = h.rank() - 1;
    Expr centred = scaled.minus(scaled.mean(last).expand(last));
    Expr epsilon = h.scope().constant(EPSILON).over(m).over(m);
    Expr deviation = centred.square().mean(last).expand(last).plus(epsilon).sqrt();
    Expr inverse = h.scope().constant(1).over(deviation); // for each row, not for each unit
    return centred.times(inverse).times(scale).plus(shift);
  }
}
