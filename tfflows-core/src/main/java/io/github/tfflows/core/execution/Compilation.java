package io.github.tfflows.core.execution;

/** How TensorFlow executes the functions of a graph. */
public enum Compilation {
  /** Op by op: without a wait at the first call, for any batch size. */
  NONE,

  /**
   * Each function as a whole, compiled by XLA: faster for few rows and for draws of autoregressive
   * flows. Each new number of rows compiles first, in about a second, so use few different ones.
   */
  XLA
}
