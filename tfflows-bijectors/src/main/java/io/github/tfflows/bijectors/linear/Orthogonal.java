package io.github.tfflows.bijectors.linear;

import io.github.tfflows.core.Bijector;

/**
 * A linear map of the last axis that preserves the length of each vector: its inverse is its
 * transpose, and it preserves volume.
 */
public interface Orthogonal extends Bijector {
  /** Returns the size of the last axis. */
  int size();
}
