package io.github.tfflows.tables.density;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** The values that a column of a table can have. */
public interface Cell {
  /**
   * Builds the numbers by which networks read values, shaped {@code [n, 1]}, as {@code [n, k]}.
   *
   * @param scope the place in the graph to build in
   */
  Expr features(GraphScope scope, Expr values);

  /** Returns a value of the column that stands in place of a missing one. */
  double filler();
}
