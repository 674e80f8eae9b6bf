package io.github.tfflows.tables.density;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The states and the given values of the cells of rows, each {@code [n, 1]}. */
final class Roles {
  private final TableDensity density;
  private final GraphScope scope;
  private final Expr zero;
  private final Optional<Expr> context;

  /** Reads the context of a place. */
  Roles(TableDensity density, GraphScope scope, Expr zero) {
    this.density = density;
    this.scope = scope;
    this.zero = zero;
    this.context =
        density.conditioning() == TableDensity.Conditioning.ANY
            ? Optional.of(scope.context().orElseThrow())
            : Optional.empty();
  }

  /** One where it is modelled whether a cell has a value. */
  Expr presenceModelled(int column) {
    return context.isPresent() ? indicator(column, State.MODELLED) : zero.plus(1);
  }

  /** One where a cell is known to have a value. */
  Expr present(int column) {
    return context.isPresent()
        ? indicator(column, State.GIVEN).plus(indicator(column, State.PRESENT))
        : zero;
  }

  /** One where the value of a cell is modelled, if there is one. */
  Expr modelled(int column) {
    return context.isPresent()
        ? presenceModelled(column).plus(indicator(column, State.PRESENT))
        : zero.plus(1);
  }

  /** One where the value of a cell is given. */
  Expr given(int column) {
    return context.isPresent() ? indicator(column, State.GIVEN) : zero;
  }

  private Expr indicator(int column, State state) {
    Expr code = context.orElseThrow().slice(1, column, 1);
    return code.minus(state.code()).abs().less(0.5).indicator();
  }

  /** The given value of a cell, or the one in place of a missing value. */
  Expr value(int column) {
    Expr filler = zero.plus(density.cells().get(column).filler());
    return context
        .map(all -> all.slice(1, density.cells().size() + column, 1))
        .map(value -> given(column).greater(0).select(value, filler))
        .orElse(filler);
  }

  /** The given cells as networks read them; empty where none can be. */
  Optional<Expr> features() {
    if (context.isEmpty()) {
      return Optional.empty();
    }
    List<Expr> parts = new ArrayList<>();
    for (int column = 0; column < density.cells().size(); column++) {
      Expr given = given(column);
      Expr read = density.cells().get(column).features(scope, value(column));
      parts.add(given.broadcastLike(read).greater(0).select(read, read.zeros()));
      parts.add(given);
      if (density.optional().contains(column)) {
        parts.add(indicator(column, State.GIVEN_MISSING));
        parts.add(indicator(column, State.PRESENT));
      }
    }
    return Optional.of(scope.concat(1, parts));
  }
}
