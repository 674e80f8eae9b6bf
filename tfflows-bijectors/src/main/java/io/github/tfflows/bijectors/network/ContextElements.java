package io.github.tfflows.bijectors.network;

import io.github.tfflows.core.graph.Expr;

/** Contexts that are concatenations of elements of one size. */
final class ContextElements {
  /** Returns the elements of contexts {@code [n, m·k]} as {@code [n, m, k]}. */
  static Expr of(Expr context, int elementSize) {
    int columns = context.size(-1);
    if (columns % elementSize != 0) {
      throw new IllegalArgumentException(
          "expected a context of elements of %s numbers each, got %s columns"
              .formatted(elementSize, columns));
    }
    return context.splitLast(columns / elementSize, elementSize);
  }

  private ContextElements() {}
}
