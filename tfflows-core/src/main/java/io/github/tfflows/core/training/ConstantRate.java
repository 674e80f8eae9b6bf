package io.github.tfflows.core.training;

/** A step size that stays. */
record ConstantRate(double rate) implements LearningRate {
  ConstantRate {
    requirePositive(rate);
  }

  static void requirePositive(double rate) {
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new IllegalArgumentException("a learning rate must be positive, got " + rate);
    }
  }

  @Override
  public double at(int step, int steps) {
    return rate;
  }
}
