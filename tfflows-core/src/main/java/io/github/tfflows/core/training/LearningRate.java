package io.github.tfflows.core.training;

/** The step size of an optimizer as training goes on. */
@FunctionalInterface
public interface LearningRate {
  /**
   * Returns the step size.
   *
   * @param step the number of steps already taken, below {@code steps}
   * @param steps the number of steps in all
   * @return a number, zero or more
   */
  double at(int step, int steps);

  /**
   * Returns a step size that stays.
   *
   * @param rate the step size, positive
   * @throws IllegalArgumentException if it is not positive
   */
  static LearningRate constant(double rate) {
    return new ConstantRate(rate);
  }

  /**
   * Returns a step size that falls from {@code peak} to zero along half a cosine (Loshchilov and
   * Hutter, 2017, arXiv:1608.03983, eq. 5, without restarts).
   *
   * @param peak the first step size, positive
   * @throws IllegalArgumentException if it is not positive
   */
  static LearningRate cosine(double peak) {
    return new CosineRate(peak);
  }

  /**
   * Returns this schedule behind a linear rise from zero; it then runs over the steps that are
   * left.
   *
   * @param steps the length of the rise in steps, zero or more
   * @throws IllegalArgumentException if the number is negative
   */
  default LearningRate warmedUp(int steps) {
    return new WarmedUpRate(steps, this);
  }
}
