package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.train.BatchMatMul;

/**
 * Lower triangular matrices {@code L} with a positive diagonal, {@code [d, d]}, onto symmetric
 * positive definite ones: {@code y = L·Lᵀ}. The inverse is the Cholesky decomposition. With {@link
 * FillTriangular} and {@link TransformDiagonal} before it, real vectors map onto covariance
 * matrices. TensorFlow Probability has a bijector of the same name.
 *
 * <pre>{@code
 * log |det| = d log 2 + Σᵢ (d + 1 - i) log Lᵢᵢ      of the lower triangle of y; i from 1
 * }</pre>
 *
 * <p>Both directions ignore the entries above the diagonal. Forward clips entries to the root of
 * the float range over {@code d}. The inverse is defined for all matrices with a positive diagonal:
 * it clips the square of a diagonal entry of {@code L} from below, to the machine epsilon times the
 * diagonal entry of {@code y}. The density of matrices that are not positive definite, beyond
 * rounding, is zero.
 */
public record CholeskyOuterProduct() implements Bijector {
  private static final String MAP = "a Cholesky factor";

  /** It does if a pivot is small relative to its entry. */
  @Override
  public boolean losesDigits() {
    return true;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    double largest = Math.sqrt(scope.limits().largest()) / (2.0 * x.size(-1));
    LowerTriangle triangle = new LowerTriangle(x.size(-1), 0);
    Expr lower = triangle.fill(triangle.read(x).clip(-largest, largest));
    Expr product =
        scope.expr(
            scope.tf().train.batchMatMul(lower, lower, scope.type(), BatchMatMul.adjY(true)));
    Expr diagonal = Matrix.diagonal(lower).max(scope.limits().smallest());
    return new Mapped(product, logDet(diagonal));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    List<Expr> pivots = new ArrayList<>();
    Expr lower = factor(y, pivots);
    int d = y.size(-1);
    Expr rounding = Matrix.diagonal(y).abs().times(16.0 * d * d * scope.limits().epsilon());
    Expr logSupport = scope.concat(-1, pivots).plus(rounding).atLeast(0).logIndicator().sumLast();
    return new Mapped(lower, logSupport.minus(logDet(Matrix.diagonal(lower))));
  }

  /**
   * Builds the factor column by column: TensorFlow's op has no gradient, and fails for a whole
   * batch if one matrix is not positive definite.
   *
   * @param pivots an empty list, to which the squares of the diagonal are added, unclipped
   */
  private static Expr factor(Expr y, List<Expr> pivots) {
    GraphScope scope = y.scope();
    int d = y.size(-1);
    Expr smallest =
        Matrix.diagonal(y).times(scope.limits().epsilon()).max(scope.limits().smallest());
    List<Expr> columns = new ArrayList<>();
    Expr rest = y;
    for (int j = 0; j < d; j++) {
      Expr first = rest.entry(0); // [n, d - j]
      pivots.add(first.slice(-1, 0, 1));
      Expr pivot = pivots.get(j).max(smallest.slice(-1, j, 1)).sqrt();
      Expr below = first.slice(-1, 1, d - j - 1).over(pivot);
      columns.add(scope.concat(-1, zerosThen(j, pivot, below)).expand(-1));
      rest =
          rest.slice(1, 1, d - j - 1)
              .slice(2, 1, d - j - 1)
              .minus(below.expand(2).times(below.expand(1)));
    }
    return scope.concat(-1, columns);
  }

  private static List<Expr> zerosThen(int zeros, Expr pivot, Expr below) {
    List<Expr> column = new ArrayList<>(Collections.nCopies(zeros, pivot.zeros()));
    column.add(pivot);
    column.add(below);
    return column;
  }

  private static Expr logDet(Expr diagonal) {
    int d = diagonal.size(-1);
    double[] weights = IntStream.range(0, d).mapToDouble(i -> d - i).toArray();
    Expr logs = diagonal.log().times(diagonal.scope().constant(Shape.of(d), weights));
    return logs.sumLast().plus(d * Math.log(2));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LowerTriangle.in(event, 0, MAP).matrix();
  }
}
