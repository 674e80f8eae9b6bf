package io.github.tfflows.bijectors.linear;

/** An orthogonal map: its inverse is its transpose, and it preserves volume. */
public interface Orthogonal extends LastAxisMap {}
