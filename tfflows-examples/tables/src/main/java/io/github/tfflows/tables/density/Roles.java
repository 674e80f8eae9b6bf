package io.github.tfflows.tables.density;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.tables.cell.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** The states and the given values of the cells of rows, each {@code [n, 1]}. */
final class Roles {
  private final List<Cell> cells;
  private final List<Integer> optional;
  private final Expr zero;
  private final Optional<Expr> context;
  private final OptionalInt target;

  /** The features of each column for networks; empty if no cell can be given. */
  private final List<List<Expr>> features;

  private final Map<State, List<Expr>> byState = new EnumMap<>(State.class);
  private final List<Expr> values = new ArrayList<>();

  private Roles(Roles of, List<List<Expr>> features, OptionalInt target) {
    this.cells = of.cells;
    this.optional = of.optional;
    this.zero = of.zero;
    this.context = of.context;
    this.features = features;
    this.target = target;
  }

  /** Reads states and given values from a context; empty if no cell can be given. */
  Roles(List<Cell> cells, List<Integer> optional, Optional<Expr> context, Expr zero) {
    this.cells = cells;
    this.optional = optional;
    this.zero = zero;
    this.context = context;
    this.target = OptionalInt.empty();
    this.features = context.isPresent() ? ofColumns() : List.of();
  }

  /**
   * Returns the roles with the cells of one column as the only modelled ones, whatever their state.
   */
  Roles modelling(int column) {
    List<List<Expr>> others = new ArrayList<>(features);
    others.set(column, features.get(column).stream().map(Expr::zeros).toList());
    return new Roles(this, others, OptionalInt.of(column));
  }

  /** Returns zeros, {@code [n, 1]}. */
  Expr zero() {
    return zero;
  }

  /** Returns whether no cell of a column is modelled. */
  boolean isClosed(int column) {
    return target.isPresent() && target.getAsInt() != column;
  }

  /** Builds one if the presence of a cell is modelled. */
  Expr presenceModelled(int column) {
    return context.isPresent() && target.isEmpty()
        ? indicator(column, State.MODELLED)
        : zero.plus(isClosed(column) ? 0 : 1);
  }

  /** Builds one if a cell is known to be present. */
  Expr present(int column) {
    return context.isPresent()
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
    return context.isPresent() ? indicator(column, State.GIVEN) : zero;
  }

  private Expr indicator(int column, State state) {
    return byState.computeIfAbsent(state, each -> ofEach(indicators(each))).get(column);
  }

  /** Builds one for each cell in a state, {@code [n, columns]}; zero for the target. */
  private Expr indicators(State state) {
    Expr codes = context.orElseThrow().slice(1, 0, cells.size());
    Expr all = codes.minus(state.code()).abs().less(0.5).indicator();
    if (target.isEmpty()) {
      return all;
    }
    double[] others = new double[cells.size()];
    Arrays.setAll(others, column -> column == target.getAsInt() ? 0 : 1);
    return all.times(zero.scope().constant(Shape.of(1, others.length), others));
  }

  private List<Expr> ofEach(Expr columns) {
    int[] ones = new int[cells.size()];
    Arrays.fill(ones, 1);
    return columns.split(1, ones);
  }

  /** Builds the given value of a cell, or its filler. */
  Expr value(int column) {
    if (context.isEmpty()) {
      return zero.plus(cells.get(column).filler());
    }
    if (values.isEmpty()) {
      Expr all = context.get().slice(1, cells.size(), cells.size());
      double[] fillers = cells.stream().mapToDouble(Cell::filler).toArray();
      Expr row = zero.scope().constant(Shape.of(1, fillers.length), fillers);
      Expr given = indicators(State.GIVEN);
      values.addAll(ofEach(given.greater(0).select(all, all.zeros().plus(row))));
    }
    return values.get(column);
  }

  /** Builds the features of given cells for networks; empty if no cell can be given. */
  Optional<Expr> features() {
    List<Expr> all = features.stream().flatMap(List::stream).toList();
    return context.map(unused -> zero.scope().concat(1, all));
  }

  /** Builds the features of each column: the features of given values, and indicators of states. */
  private List<List<Expr>> ofColumns() {
    List<Expr> read =
        IntStream.range(0, cells.size())
            .mapToObj(column -> cells.get(column).features(zero.scope(), value(column)))
            .toList();
    int[] sizes = read.stream().mapToInt(each -> each.size(1)).toArray();
    int[] columns =
        IntStream.range(0, sizes.length)
            .flatMap(column -> IntStream.range(0, sizes[column]).map(unused -> column))
            .toArray();
    Expr all = zero.scope().concat(1, read);
    Expr isGiven = indicators(State.GIVEN).gather(1, columns);
    List<Expr> given = isGiven.greater(0).select(all, all.zeros()).split(1, sizes);
    List<List<Expr>> ofColumns = new ArrayList<>();
    for (int column = 0; column < sizes.length; column++) {
      List<Expr> parts = new ArrayList<>(List.of(given.get(column), given(column)));
      if (optional.contains(column)) {
        parts.add(indicator(column, State.GIVEN_MISSING));
        parts.add(indicator(column, State.PRESENT));
      }
      ofColumns.add(parts);
    }
    return ofColumns;
  }
}
