package io.github.tfflows.bijectors.continuous;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** A method that solves an ordinary differential equation from one time to another. */
public interface Solver {
  /**
   * Points with their log-determinants, or the rates of change of both.
   *
   * @param x shaped {@code [n, d]}
   * @param logDet shaped {@code [n]}
   */
  record State(Expr x, Expr logDet) {
    /** Returns this state after a time at constant rates. */
    State after(Expr time, State rates) {
      Expr each = time.rank() == 0 ? time : time.reshape(-1);
      return new State(x.plus(rates.x.times(time)), logDet.plus(rates.logDet.times(each)));
    }

    /** Returns this state after a time at constant rates. */
    State after(double time, State rates) {
      return new State(x.plus(rates.x.times(time)), logDet.plus(rates.logDet.times(time)));
    }
  }

  /** The right-hand side of the equation. */
  @FunctionalInterface
  interface Dynamics {
    /**
     * Builds the rates {@code dx/dt} and {@code d logDet/dt}, in the graph of {@code x}, which may
     * be a loop's.
     *
     * @param x points shaped {@code [n, d]}
     * @param time a number, or {@code [n, 1]} with one for each point
     */
    State at(Expr x, Expr time);
  }

  /**
   * Builds the state at the time {@code to} from the state at {@code from}, with gradients if the
   * graph needs them. Either time may be the earlier one.
   */
  State solve(GraphScope scope, Dynamics dynamics, State start, double from, double to);
}
