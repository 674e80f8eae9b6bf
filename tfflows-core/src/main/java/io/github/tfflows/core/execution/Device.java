package io.github.tfflows.core.execution;

/** The device that runs a graph. */
public enum Device {
  /** The GPU if TensorFlow sees one, the CPU otherwise. */
  DEFAULT,

  /** The CPU, even if there is a GPU. */
  CPU,

  /** The first GPU; an error if TensorFlow sees none. */
  GPU
}
