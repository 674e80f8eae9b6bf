package com.example.consumer;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarBijectorContract;

class SquareplusTest implements ScalarBijectorContract {
  @Override
  public ScalarBijector map() {
    return new Squareplus();
  }

  @Override
  public double image(double x) {
    return (x + Math.sqrt(x * x + 1)) / 2;
  }
}
