package io.github.tfflows.tables.cell;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;

/** The possible values of a column of a table. */
public interface Cell {
  /** Builds the numbers that networks read, {@code [n, k]}, from values {@code [n, 1]}. */
  Expr features(GraphScope scope, Expr values);

  /** Returns a value of the column in place of a missing one. */
  double filler();
}
