package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.List;

/**
 * The classical Runge-Kutta method of order four with equal steps (Kutta, 1901). The error of the
 * end point falls with the fourth power of the number of steps.
 *
 * <p>Gradients are the exact ones of the discrete steps (backpropagation through the solver: Chen
 * et al., 2018, arXiv:1806.07366). Graphs without gradients take the steps in a loop.
 *
 * @param steps the number of steps, at least one, each of four evaluations of the velocity
 */
public record RungeKutta(int steps) implements Solver {
  public RungeKutta {
    Require.atLeast("steps", steps, 1);
  }

  @Override
  public State solve(GraphScope scope, Dynamics dynamics, State start, double from, double to) {
    double h = (to - from) / steps;
    if (!scope.isDifferentiated()) {
      return looped(scope, dynamics, start, from, h);
    }
    State state = start;
    for (int i = 0; i < steps; i++) {
      state = step(dynamics, state, scope.constant(from + i * h), h);
    }
    return state;
  }

  private State looped(GraphScope scope, Dynamics dynamics, State start, double from, double h) {
    List<Expr> end =
        scope.repeat(
            scope.tf().constant(steps),
            List.of(start.x(), start.logDet()),
            (at, step, state) -> {
              Expr number = at.expr(at.tf().dtypes.cast(step, at.type()));
              State before = new State(state.get(0), state.get(1));
              State after = step(dynamics, before, number.times(h).plus(from), h);
              return List.of(after.x(), after.logDet());
            });
    return new State(end.get(0), end.get(1));
  }

  private static State step(Dynamics dynamics, State before, Expr time, double h) {
    Expr middle = time.plus(h / 2);
    State k1 = dynamics.at(before.x(), time);
    State k2 = dynamics.at(before.after(h / 2, k1).x(), middle);
    State k3 = dynamics.at(before.after(h / 2, k2).x(), middle);
    State k4 = dynamics.at(before.after(h, k3).x(), time.plus(h));
    return before.after(h / 6, k1).after(h / 3, k2).after(h / 3, k3).after(h / 6, k4);
  }
}
