package io.github.tfflows.core.execution;

/** How the functions of a graph are executed. */
public enum Compilation {
  /** Op by op: no wait at the first call, any batch size. */
  NONE,

  /**
   * Compiled as a whole by XLA: faster for few rows and for draws of autoregressive flows, but each
   * new number of rows compiles first, in about a second. For fixed batch sizes.
   */
  XLA
}
