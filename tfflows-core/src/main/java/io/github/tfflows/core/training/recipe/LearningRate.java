package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.graph.Require;

/** The step size of an optimizer over the course of training. */
@FunctionalInterface
public interface LearningRate {
  /**
   * Returns the step size.
   *
   * @param step the number of steps already taken, below {@code steps}
   * @param steps the total number of steps
   * @return a number, zero or more
   */
  double at(int step, int steps);

  /**
   * Returns a constant step size.
   *
   * @param rate the step size, positive
   */
  static LearningRate constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Returns a step size that falls from {@code peak} to zero along half a cosine (Loshchilov and
   * Hutter, 2017, arXiv:1608.03983, eq. 5, without restarts).
   *
   * @param peak the first step size, positive
   */
  static LearningRate cosine(double peak) {
    return new Cosine(peak);
  }

  /**
   * Returns this schedule after a linear rise from zero, over the remaining steps.
   *
   * @param steps the length of the rise in steps, zero or more
   */
  default LearningRate warmedUp(int steps) {
    return new WarmedUp(steps, this);
  }

  /** The rate of {@link #constant}. */
  record Constant(double rate) implements LearningRate {
    public Constant {
      Require.positive("rate", rate);
    }

    @Override
    public double at(int step, int steps) {
      return rate;
    }
  }

  /** The rate of {@link #cosine}. */
  record Cosine(double peak) implements LearningRate {
    public Cosine {
      Require.positive("peak", peak);
    }

    @Override
    public double at(int step, int steps) {
      return peak * 0.5 * (1 + Math.cos(Math.PI * step / Math.max(1, steps)));
    }
  }

  /** The rate of {@link #warmedUp}. */
  record WarmedUp(int rise, LearningRate then) implements LearningRate {
    public WarmedUp {
      Require.atLeast("rise", rise, 0);
    }

    @Override
    public double at(int step, int steps) {
      return step < rise
          ? then.at(0, Math.max(1, steps - rise)) * (step + 1) / (rise + 1)
          : then.at(step - rise, Math.max(1, steps - rise));
    }
  }
}
