package io.github.tfflows.core.graph;

import org.jspecify.annotations.Nullable;

/**
 * The arrays that a graph has of each row besides its point, or null where it has none.
 *
 * @param context the context, {@code [n, c]}
 * @param presence one for each present entry and zero for each absent one, {@code [n, event...]}
 * @param weights how much each row counts, {@code [n]}
 */
record RowInputs(@Nullable Expr context, @Nullable Expr presence, @Nullable Expr weights) {
  static final RowInputs NONE = new RowInputs(null, null, null);

  RowInputs withContext(Expr other) {
    return new RowInputs(other, presence, weights);
  }

  RowInputs withPresence(Expr other) {
    return new RowInputs(context, other, weights);
  }

  RowInputs withWeights(Expr other) {
    return new RowInputs(context, presence, other);
  }
}
