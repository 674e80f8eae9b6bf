package io.github.tfflows.bijectors.linear;

/**
 * A map that keeps the length of each vector: its inverse is its transpose, and it keeps volume.
 */
public interface Orthogonal extends LastAxisMap {}
