package io.github.tfflows.bijectors.network;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The only present entry of vectors. Its parameters depend only on the context, and are built once
 * for each row of the context. A map is evaluated only for this entry.
 */
public final class LoneEntry {
  private final GraphScope scope;
  private final Expr entries;

  private LoneEntry(GraphScope scope, Expr entries) {
    this.scope = scope;
    this.entries = entries;
  }

  /**
   * Returns the entry if {@linkplain GraphScope#hasLoneEntry at most one} is present; empty for
   * events of several axes.
   *
   * @param scope the place of the map, with the presence of the entries
   */
  public static Optional<LoneEntry> of(GraphScope scope, Expr entries) {
    return scope.hasLoneEntry() && entries.rank() == 2
        ? Optional.of(new LoneEntry(scope, entries))
        : Optional.empty();
  }

  /**
   * Maps the entry, and leaves the others as they are.
   *
   * @param known the number of entries that the network reads, all zero
   * @param parameters builds the parameters of all entries, {@code [n, d, p]}, from the known
   *     entries
   */
  public Mapped mapped(
      ScalarBijector.Direction direction,
      int known,
      BiFunction<GraphScope, Expr, Expr> parameters) {
    Expr entry = scope.presentOnly(entries).sumLast().expand(-1);
    Expr theta = scope.sub("conditioner").ofLoneEntry("parameters", known, parameters);
    Mapped mapped = direction.map(scope, entry, theta);
    Expr none = entries.zeros();
    return scope.entrywise(
        entries, new Mapped(none.plus(mapped.value()), none.plus(mapped.logDet())));
  }
}
