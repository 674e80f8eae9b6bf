package io.github.tfflows.tables.density;

import io.github.tfflows.core.graph.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The states and the given values of the cells of rows, each {@code [n, 1]}.
 *
 * @param context that of rows in which any cell can be given; empty if none can be
 * @param read the features of each cell, for networks, if it is given; empty if none can be
 * @param target the place of the only column whose cells are modelled, whatever their state in the
 *     context; empty if the context tells those modelled
 */
record Roles(
    List<Cell> cells,
    List<Integer> optional,
    Expr zero,
    Optional<Expr> context,
    List<List<Expr>> read,
    OptionalInt target) {
  /** Reads states and given values. */
  static Roles of(List<Cell> cells, List<Integer> optional, Optional<Expr> context, Expr zero) {
    Roles roles = new Roles(cells, optional, zero, context, List.of(), OptionalInt.empty());
    List<List<Expr>> read = new ArrayList<>();
    for (int column = 0; context.isPresent() && column < cells.size(); column++) {
      read.add(roles.read(column));
    }
    return new Roles(cells, optional, zero, context, read, OptionalInt.empty());
  }

  /** Returns the roles under which the cells of one column are modelled, and no others. */
  Roles modelling(int column) {
    List<List<Expr>> others = new ArrayList<>(read);
    others.set(column, read.get(column).stream().map(Expr::zeros).toList());
    return new Roles(cells, optional, zero, context, others, OptionalInt.of(column));
  }

  /** Returns whether no cell of a column is modelled. */
  boolean isClosed(int column) {
    return target.isPresent() && target.getAsInt() != column;
  }

  private boolean isTarget(int column) {
    return target.isPresent() && target.getAsInt() == column;
  }

  /** Builds one if the presence of a cell is modelled. */
  Expr presenceModelled(int column) {
    return context.isPresent() && target.isEmpty()
        ? indicator(column, State.MODELLED)
        : zero.plus(isClosed(column) ? 0 : 1);
  }

  /** Builds one if a cell is known to be present. */
  Expr present(int column) {
    return context.isPresent() && !isTarget(column)
        ? indicator(column, State.GIVEN).plus(indicator(column, State.PRESENT))
        : zero;
  }

  /** Builds one if the value of a cell is modelled. */
  Expr modelled(int column) {
    return context.isPresent() && target.isEmpty()
        ? presenceModelled(column).plus(indicator(column, State.PRESENT))
        : presenceModelled(column);
  }

  /** Builds one if the value of a cell is given. */
  Expr given(int column) {
    return context.isPresent() && !isTarget(column) ? indicator(column, State.GIVEN) : zero;
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
    List<Expr> all = read.stream().flatMap(List::stream).toList();
    return context.map(unused -> zero.scope().concat(1, all));
  }

  private List<Expr> read(int column) {
    Expr given = given(column);
    Expr features = cells.get(column).features(zero.scope(), value(column));
    List<Expr> parts = new ArrayList<>();
    parts.add(given.broadcastLike(features).greater(0).select(features, features.zeros()));
    parts.add(given);
    if (optional.contains(column)) {
      parts.add(indicator(column, State.GIVEN_MISSING));
      parts.add(indicator(column, State.PRESENT));
    }
    return parts;
  }
}
