package io.github.tfflows.bijectors.spline;

import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * A circular rational-quadratic spline: a continuously differentiable map of the circle {@code
 * [-bound, bound]}, whose ends are one point, to itself (Rezende et al., 2020, arXiv:2002.02428).
 * It is the {@link RationalQuadratic} with one free slope for both ends. That point is fixed; add a
 * {@link io.github.tfflows.bijectors.scalar.CircularShift} to rotate it.
 *
 * <p>On the real line {@code f(x + 2·bound) = f(x) + 2·bound}, so the map is increasing with a
 * continuous slope everywhere, and accepts any representation of an angle.
 *
 * <p>The {@code 3·bins} parameters of an entry are the parameters of {@link RationalQuadratic},
 * followed by the raw slope at the ends. Zero parameters are the identity, and every finite
 * parameter and entry yields finite values and gradients.
 *
 * @param bins the number of bins, from 2 to 500
 * @param bound half of the circumference, in the unit of the entries, positive: {@code π} for
 *     angles
 */
public record CircularRationalQuadratic(int bins, double bound) implements ScalarBijector {
  public CircularRationalQuadratic {
    Knots.require(bins, bound);
  }

  @Override
  public int parameters() {
    return 3 * bins;
  }

  @Override
  public Domain domain() {
    return Domain.CIRCLE;
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.NONE;
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x, Expr theta) {
    Expr turns = turns(x);
    Mapped y =
        Knots.asVector(
            onCircle(x.minus(turns)), theta, (at, u) -> bin(u, knots -> knots.atX(at)).forward(at));
    return new Mapped(onCircle(y.value()).plus(turns), y.logDet());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y, Expr theta) {
    Expr turns = turns(y);
    Mapped x =
        Knots.asVector(
            onCircle(y.minus(turns)), theta, (at, u) -> bin(u, knots -> knots.atY(at)).inverse(at));
    return new Mapped(onCircle(x.value()).plus(turns), x.logDet());
  }

  private RationalQuadraticBin bin(Expr theta, Function<Knots, Bin> search) {
    List<Expr> raw = Knots.parts(theta, 2 * bins, bins - 1, 1);
    Expr end = raw.get(2);
    Expr slopes = theta.scope().concat(0, List.of(end, raw.get(1), end));
    Bin bin = search.apply(Knots.of(bound, raw.get(0)));
    return RationalQuadraticBin.of(
        bin, Knots.slope(bin.lower(slopes)), Knots.slope(bin.upper(slopes)));
  }

  /** Returns the multiple of the circumference to subtract, to reach {@code [-bound, bound]}. */
  private Expr turns(Expr x) {
    return x.plus(bound).times(0.5 / bound).floor().stopGradient().times(2 * bound);
  }

  /** Clips an entry that rounding moved out of the circle, and keeps its gradient. */
  private Expr onCircle(Expr at) {
    return at.clipStraightThrough(-bound, bound);
  }
}
