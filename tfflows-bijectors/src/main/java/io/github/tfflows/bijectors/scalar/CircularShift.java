package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * A rotation by a trainable angle, {@code y = x + t} modulo the circumference, of the circle {@code
 * [-bound, bound]}, whose ends are one point, to itself. It preserves volume. Its one parameter is
 * {@code t}, in the unit of the entries.
 *
 * <p>Results lie within {@code [-bound, bound]}, for any representation of an angle. zuko's
 * CircularShiftTransform shifts by {@code bound}. Rotations between circular splines: Rezende et
 * al., 2020, arXiv:2002.02428, section 2.1.
 *
 * @param bound half of the circumference, in the unit of the entries, positive: {@code π} for
 *     angles
 */
public record CircularShift(double bound) implements ScalarBijector {
  public CircularShift {
    Require.positive("bound", bound);
  }

  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public Domain domain() {
    return Domain.CIRCLE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    return new Mapped(onCircle(x.plus(theta.entry(0))), x.zeros());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    return new Mapped(onCircle(y.minus(theta.entry(0))), y.zeros());
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.NONE;
  }

  private Expr onCircle(Expr x) {
    Expr turns = x.plus(bound).times(0.5 / bound).floor().stopGradient();
    Expr rest = x.minus(turns.times(2 * bound));
    return rest.clipStraightThrough(-bound, bound); // past rounding
  }
}
