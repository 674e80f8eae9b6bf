package io.github.tfflows.core.inference;

import io.github.tfflows.core.graph.Expr;

/** Means of numbers that are given by their logarithms, {@code [n]}. */
final class LogMeans {
  /** The logarithm of the mean, {@code [1]}. */
  static Expr of(Expr logs) {
    Expr top = top(logs);
    return logs.minus(top).exp().mean(0).log().plus(top);
  }

  /** The share of each number in their sum, {@code [n]}. */
  static Expr shares(Expr logs) {
    Expr parts = logs.minus(top(logs)).exp();
    return parts.over(parts.sum(0));
  }

  private static Expr top(Expr logs) {
    return logs.maxAlong(0).stopGradient().max(-Float.MAX_VALUE);
  }

  private LogMeans() {}
}
