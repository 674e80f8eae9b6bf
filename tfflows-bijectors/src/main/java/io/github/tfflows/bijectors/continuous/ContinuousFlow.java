package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.bijectors.continuous.Solver.Dynamics;
import io.github.tfflows.bijectors.continuous.Solver.State;
import io.github.tfflows.bijectors.field.VectorField;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import org.tensorflow.ndarray.Shape;

/**
 * A continuous normalizing flow: points move with a velocity, from the base at {@code t = 0} to the
 * data at {@code t = 1} (Chen et al., 2018, arXiv:1806.07366, eq. 8; FFJORD: Grathwohl et al.,
 * 2019, arXiv:1810.01367, eq. 4).
 *
 * <pre>{@code
 * dx/dt = v(x, t)        d log|det|/dt = div v(x, t)
 * forward   from t = 0 to 1        inverse   from t = 1 to 0
 * }</pre>
 *
 * <p>A solver takes finite steps, so both directions, the log-determinant and a round trip are
 * exact up to its error, which falls with the number of steps.
 *
 * <p>Training by maximum likelihood solves the equation in each step; {@link FlowMatching} trains
 * the same velocity without solving it.
 *
 * @param solver the method that follows it
 * @param estimator how training steps compute the divergence
 */
public record ContinuousFlow(VectorField field, Solver solver, TraceEstimator estimator)
    implements Bijector {
  private static final int DEFAULT_STEPS = 16;

  /** Returns a flow along a velocity with 16 steps of {@link RungeKutta} and the exact trace. */
  public static ContinuousFlow of(VectorField field) {
    return new ContinuousFlow(field, new RungeKutta(DEFAULT_STEPS), TraceEstimator.EXACT);
  }

  public ContinuousFlow withSolver(Solver other) {
    return new ContinuousFlow(field, other, estimator);
  }

  /** Returns this flow with another estimator of the divergence in training steps. */
  public ContinuousFlow withTraceEstimator(TraceEstimator other) {
    return new ContinuousFlow(field, solver, other);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return moved(scope, x, 0, 1);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return moved(scope, y, 1, 0);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a continuous flow");
  }

  private Mapped moved(GraphScope scope, Expr x, double from, double to) {
    Dynamics dynamics = estimator.dynamics(scope, velocity(scope, x.size(-1)), x);
    State start = new State(x, scope.constant(0).forEachRowOf(x));
    State end = solver.solve(scope, dynamics, start, from, to);
    return new Mapped(end.x(), end.logDet());
  }

  VectorField.Velocity velocity(GraphScope scope, int size) {
    return field.in(scope.sub("velocity"), size);
  }

  /** With one entry, solutions of the equation do not cross. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
