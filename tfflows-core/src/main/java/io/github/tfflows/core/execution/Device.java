package io.github.tfflows.core.execution;

/** Where a graph runs. */
public enum Device {
  /** The GPU where TensorFlow sees one, the CPU otherwise. */
  DEFAULT,

  /** The CPU, also where there is a GPU. */
  CPU,

  /** The first GPU; an error where TensorFlow sees none. */
  GPU
}
