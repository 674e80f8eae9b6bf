package io.github.tfflows.core.training;

/** A schedule behind a linear rise. */
record WarmedUpRate(int rise, LearningRate then) implements LearningRate {
  WarmedUpRate {
    if (rise < 0) {
      throw new IllegalArgumentException("the rise takes zero or more steps, got " + rise);
    }
  }

  @Override
  public double at(int step, int steps) {
    return step < rise
        ? then.at(0, Math.max(1, steps - rise)) * (step + 1) / (rise + 1)
        : then.at(step - rise, Math.max(1, steps - rise));
  }
}
