package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Vectors of {@code d(d-1)/2} entries, row by row below a diagonal, onto the Cholesky factors
 * {@code L} of correlation matrices {@code L·Lᵀ}: lower triangular {@code [d, d]}, with a positive
 * diagonal and rows of length one (Lewandowski, Kurowicka and Joe, 2009, "Generating random
 * correlation matrices based on vines and extended onion method"; the class of the same name in
 * TensorFlow Probability has the same parametrization, but fills the triangle in another order).
 *
 * <pre>{@code
 * Lᵢⱼ = xᵢⱼ / sᵢ      Lᵢᵢ = 1 / sᵢ      sᵢ = √(1 + Σⱼ xᵢⱼ²)      j < i
 * log |det| = -Σᵢ (i + 1) log sᵢ       of the entries below the diagonal; i from 1
 * }</pre>
 *
 * <p>Zeros map to the identity matrix. The inverse divides by the diagonal, which is clipped from
 * below to the root of the smallest normal number divided by the machine epsilon (3e-16 in single
 * precision), with zero gradient. It ignores the entries above the diagonal.
 */
public record CorrelationCholesky() implements Bijector {
  private static final String MAP = "a correlation matrix";

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr below = LowerTriangle.of(Shape.of(x.size(-1)), 1, MAP).fill(x);
    Expr m = below.unitAlong(-1, 1);
    Expr scaled = below.over(m);
    Expr unit = scope.constant(1).over(m);
    Expr length = scaled.square().sumLast().expand(-1).plus(unit.square()).sqrt();
    Expr logRows = length.log().plus(m.log()).sumLast();
    Expr value = Matrix.withDiagonal(scaled.over(length), unit.over(length).sumLast());
    return new Mapped(value, logDet(logRows));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    double smallest = Math.sqrt(scope.limits().smallest());
    Expr given = Matrix.diagonal(y);
    Expr diagonal = given.max(smallest);
    Expr x = new LowerTriangle(y.size(-1), 1).read(y.over(diagonal.expand(-1)));
    return new Mapped(x, logDet(diagonal.log()).plus(given.atLeast(0).logIndicator().sumEvent()));
  }

  private static Expr logDet(Expr logRows) {
    int d = logRows.size(-1);
    double[] weights = IntStream.range(0, d).mapToDouble(i -> -(i + 2)).toArray();
    return logRows.times(logRows.scope().constant(Shape.of(d), weights)).sumLast();
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LowerTriangle.of(event, 1, MAP).matrix();
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return LowerTriangle.in(event, 1, MAP).vector();
  }
}
