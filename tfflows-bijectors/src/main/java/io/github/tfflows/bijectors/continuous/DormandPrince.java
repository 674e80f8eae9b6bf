package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TInt32;

/**
 * The Runge-Kutta method of orders five and four with adaptive steps (Dormand and Prince, 1980;
 * step control of Hairer, Nørsett and Wanner, 1993, section II.4), for evaluation. Each point has
 * its own steps, so that it does not depend on other points of its batch.
 *
 * <p>The entries and the log-determinant have errors relative to {@code tolerance·(1 + |value|)}. A
 * step is accepted if the root mean square of these errors is at most one. The next step, or its
 * repetition, is {@code 0.9·error^(-1/5)} times as long, between a fifth and five times. If the
 * attempts do not suffice, one last step covers the remaining interval, with any error.
 *
 * <p>Graphs with gradients, as in training, use another solver with a fixed number of steps.
 *
 * @param tolerance the positive error of a step, absolute for small values and relative for large
 *     ones
 * @param attempts the largest number of attempted steps, at least one
 * @param differentiable the solver of graphs with gradients
 */
public record DormandPrince(double tolerance, int attempts, RungeKutta differentiable)
    implements Solver {
  private static final double FIRST_STEP = 0.1;
  private static final double SAFETY = 0.9;
  private static final double SHORTEST = 0.2;
  private static final double LONGEST = 5;
  private static final double SMALLEST_ERROR = 1e-10;
  private static final double LARGEST_ERROR = 1e10;

  private static final double[] NODES = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
  private static final double[][] STAGES = {
    {},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
  };

  /** The differences between the weights of order five and of order four. */
  private static final double[] ERRORS = {
    71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
  };

  /** The completed part of the interval, and the length of the next step: {@code [n, 1]}. */
  private record Way(State state, Expr done, Expr step) {
    static Way of(List<Expr> all) {
      return new Way(new State(all.get(0), all.get(1)), all.get(2), all.get(3));
    }

    List<Expr> all() {
      return List.of(state.x(), state.logDet(), done, step);
    }
  }

  private record Attempt(State after, State error) {}

  public DormandPrince {
    Require.positive("tolerance", tolerance);
    Require.atLeast("attempts", attempts, 1);
  }

  @Override
  public State solve(GraphScope scope, Dynamics dynamics, State start, double from, double to) {
    if (scope.isDifferentiated()) {
      return differentiable.solve(scope, dynamics, start, from, to);
    }
    Dynamics scaled = // time from zero to one
        (x, part) -> {
          State rates = dynamics.at(x, part.times(to - from).plus(from));
          return new State(rates.x().times(to - from), rates.logDet().times(to - from));
        };
    Expr zero = start.logDet().zeros().expand(-1);
    List<Expr> begin = new Way(start, zero, zero.plus(FIRST_STEP)).all();
    Operand<TInt32> most = scope.tf().constant(attempts);
    Way end =
        Way.of(
            scope.repeatWhile(
                most,
                begin,
                state -> Way.of(state).done().less(1).anyOf(),
                (at, i, state) -> next(scaled, Way.of(state)).all()));
    return attempt(scaled, end.state(), end.done(), end.done().complement()).after();
  }

  private Way next(Dynamics dynamics, Way before) {
    Expr rest = before.done().complement();
    Expr step = before.step().min(rest);
    Attempt attempt = attempt(dynamics, before.state(), before.done(), step);
    Expr error = size(attempt, before.state());
    Condition isTaken = error.atMost(step.zeros().plus(1));
    Expr factor = error.max(SMALLEST_ERROR).log().times(-0.2).exp().times(SAFETY);
    Expr within = factor.clip(SHORTEST, LONGEST);
    Expr finite = error.less(LARGEST_ERROR).select(within, step.zeros().plus(SHORTEST));
    Expr reached = step.atLeast(rest).select(step.zeros().plus(1), before.done().plus(step));
    Expr taken = isTaken.and(before.done().less(1)).indicator();
    State after = attempt.after();
    return new Way(
        new State(
            taken.greater(0).select(after.x(), before.state().x()),
            taken.reshape(-1).greater(0).select(after.logDet(), before.state().logDet())),
        isTaken.select(reached, before.done()),
        step.max(step.scope().limits().epsilon()).times(finite));
  }

  private static Attempt attempt(Dynamics dynamics, State before, Expr done, Expr step) {
    List<State> rates = new ArrayList<>();
    State at = before;
    for (int stage = 0; stage < STAGES.length; stage++) {
      at = before.after(step, combined(before, rates, STAGES[stage]));
      rates.add(dynamics.at(at.x(), done.plus(step.times(NODES[stage]))));
    }
    State none = new State(before.x().zeros(), before.logDet().zeros());
    return new Attempt(at, none.after(step, combined(before, rates, ERRORS)));
  }

  /** The last stage has the weights of order five. */
  private static State combined(State like, List<State> rates, double[] weights) {
    State sum = new State(like.x().zeros(), like.logDet().zeros());
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        sum = sum.after(weights[i], rates.get(i));
      }
    }
    return sum;
  }

  /** The root mean square of relative errors, {@code [n, 1]}. */
  private Expr size(Attempt attempt, State before) {
    Expr x = relative(attempt.error().x(), attempt.after().x(), before.x()).square().sumLast();
    Expr logDet =
        relative(attempt.error().logDet(), attempt.after().logDet(), before.logDet()).square();
    int entries = before.x().size(-1) + 1;
    return x.plus(logDet).times(1.0 / entries).sqrt().expand(-1);
  }

  private Expr relative(Expr error, Expr after, Expr before) {
    return error.over(after.abs().max(before.abs()).plus(1).times(tolerance));
  }
}
