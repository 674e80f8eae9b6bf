package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;

/**
 * A highway flow on the last axis, the layer of cascading flows (Ambrogioni et al., 2021,
 * arXiv:2102.04801): three maps, each mixed with the identity by one gate {@code λ}.
 *
 * <pre>{@code
 * u = λ·x + (1 - λ)·L·x           L lower triangular, with ones on its diagonal
 * a = λ·u + (1 - λ)·(U·u + b)     U upper triangular, with the diagonal exp(s)
 * y = λ·a + (1 - λ)·h(a)
 *
 * log |det dy/dx| = Σ log(λ + (1 - λ)·exp(sᵢ)) + Σ log(λ + (1 - λ)·h'(aᵢ))
 * }</pre>
 *
 * <p>The inverse of the last map is a formula for the leaky ReLU, otherwise a root search; the
 * other maps are inverted by triangular matrices. TensorFlow Probability's HighwayFlow can also
 * omit the gates of some entries.
 *
 * <p>The parameters {@code gate} and {@code log_scale} are squashed, {@code r / (1 + |r| / ln
 * 1000)}; {@code λ} is the sigmoid of {@code gate}. It starts at 1/2, {@code L} and {@code U} start
 * as the identity and {@code b} at zero.
 *
 * @param size the number of features or channels, at least one
 * @param activation the function {@code h}
 */
public record Highway(int size, PlanarActivation activation) implements Bijector {

  private record Gate(Expr open, Expr closed, Expr logOpen) {
    static Gate of(Expr raw) {
      return new Gate(raw.sigmoid(), raw.negated().sigmoid(), raw.negated().softplus().negated());
    }

    /**
     * {@code 1/λ}. The last map divided by {@code λ} is the map of a planar flow, {@code a + (κ -
     * 1)·h(a)}.
     */
    Expr kappa() {
      return logOpen.negated().exp();
    }
  }

  /** The linear part {@code a = upper·lower·x + shift}; both matrices include the gate. */
  private record Linear(Expr lower, Expr upper, Expr shift, Expr logDet) {}

  public Highway {
    Require.atLeast("size", size, 1);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Gate gate = gate(scope);
    Linear linear = linear(scope, gate);
    Expr a = product(linear.upper(), product(linear.lower(), x)).plus(linear.shift());
    Expr y = a.times(gate.open()).plus(activation.value(a).times(gate.closed()));
    return new Mapped(y, logDet(a, gate, linear));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Gate gate = gate(scope);
    Linear linear = linear(scope, gate);
    Expr a = activation.solve(y.times(gate.kappa()), gate.kappa());
    Expr u = product(SquareMatrix.inverseOfUpper(linear.upper()), a.minus(linear.shift()));
    Expr x = product(SquareMatrix.inverseOfLower(linear.lower()), u);
    return new Mapped(x, logDet(a, gate, linear).negated());
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.lastAxis(event, size, "a highway flow");
  }

  private Expr logDet(Expr a, Gate gate, Linear linear) {
    Expr logSlopes = activation.slope(a, gate.kappa()).log().plus(gate.logOpen());
    return logSlopes.plus(linear.logDet()).sumEvent();
  }

  private static Gate gate(GraphScope scope) {
    return Gate.of(scope.parameter("gate", Shape.scalar(), new Zeros<>()).squashedLog());
  }

  private Linear linear(GraphScope scope, Gate gate) {
    Shape square = Shape.of(size, size);
    Expr identity = SquareMatrix.identity(scope, size);
    Expr below = scope.parameter("lower", square, new Zeros<>());
    Expr above = scope.parameter("upper", square, new Zeros<>());
    Expr s = scope.parameter("log_scale", Shape.of(size), new Zeros<>()).squashedLog();
    Expr diagonal = s.exp().times(gate.closed()).plus(gate.open());
    return new Linear(
        below.times(SquareMatrix.below(scope, size)).times(gate.closed()).plus(identity),
        above
            .times(SquareMatrix.above(scope, size))
            .times(gate.closed())
            .plus(identity.times(diagonal)),
        scope.parameter("b", Shape.of(size), new Zeros<>()).times(gate.closed()),
        diagonal.log());
  }

  private static Expr product(Expr matrix, Expr x) {
    return x.matMul(matrix.transpose(1, 0));
  }
}
