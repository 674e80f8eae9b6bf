package io.github.tfflows.tables.density;

import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The states and the given values of the cells of rows, each {@code [n, 1]}. */
final class Roles {
  private final List<Cell> cells;
  private final List<Integer> optional;
  private final Expr zero;
  private final Optional<Expr> context;

  /**
   * Reads states and given values; the context is that of rows in which any cell can be given, and
   * empty if none can be.
   */
  Roles(List<Cell> cells, List<Integer> optional, Optional<Expr> context, Expr zero) {
    this.cells = cells;
    this.optional = optional;
    this.zero = zero;
    this.context = context;
  }

  /** Builds one if the presence of a cell is modelled. */
  Expr presenceModelled(int column) {
    return context.isPresent() ? indicator(column, State.MODELLED) : zero.plus(1);
  }

  /** Builds one if a cell is known to be present. */
  Expr present(int column) {
    return context.isPresent()
        ? indicator(column, State.GIVEN).plus(indicator(column, State.PRESENT))
        : zero;
  }

  /** Builds one if the value of a cell is modelled. */
  Expr modelled(int column) {
    return context.isPresent()
        ? presenceModelled(column).plus(indicator(column, State.PRESENT))
        : zero.plus(1);
  }

  /** Builds one if the value of a cell is given. */
  Expr given(int column) {
    return context.isPresent() ? indicator(column, State.GIVEN) : zero;
  }

  private Expr indicator(int column, State state) {
    Expr code = context.orElseThrow().slice(1, column, 1);
    return code.minus(state.code()).abs().less(0.5).indicator();
  }

  /** Builds the given value of a cell, or its filler. */
  Expr value(int column) {
    Expr filler = zero.plus(cells.get(column).filler());
    return context
        .map(all -> all.slice(1, cells.size() + column, 1))
        .map(value -> given(column).greater(0).select(value, filler))
        .orElse(filler);
  }

  /** Builds the features of given cells for networks; empty if no cell can be given. */
  Optional<Expr> features() {
    if (context.isEmpty()) {
      return Optional.empty();
    }
    List<Expr> parts = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      Expr given = given(column);
      Expr read = cells.get(column).features(zero.scope(), value(column));
      parts.add(given.broadcastLike(read).greater(0).select(read, read.zeros()));
      parts.add(given);
      if (optional.contains(column)) {
        parts.add(indicator(column, State.GIVEN_MISSING));
        parts.add(indicator(column, State.PRESENT));
      }
    }
    return Optional.of(zero.scope().concat(1, parts));
  }
}
