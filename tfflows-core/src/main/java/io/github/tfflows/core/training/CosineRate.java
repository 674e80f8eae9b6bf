package io.github.tfflows.core.training;

/** A step size that falls to zero along half a cosine. */
record CosineRate(double peak) implements LearningRate {
  CosineRate {
    ConstantRate.requirePositive(peak);
  }

  @Override
  public double at(int step, int steps) {
    return peak * 0.5 * (1 + Math.cos(Math.PI * step / Math.max(1, steps)));
  }
}
