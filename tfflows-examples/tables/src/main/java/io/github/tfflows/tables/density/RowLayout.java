package io.github.tfflows.tables.density;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Require;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The layout of columns in an event and its context. An event has a bit for each column that can
 * have missing values, by ascending indices, and then the values; a context has a {@link State} for
 * each column, and then the given values.
 *
 * @param order bits first in events, values first in contexts without states
 */
public record RowLayout(int columns, List<Integer> optional, Order order) {
  /** The order of values and of their bits. A bit is one if its value is present. */
  public enum Order {
    /** Bits, and then values. */
    BITS_FIRST,

    /** Values, and then bits. */
    VALUES_FIRST
  }

  /** The state of a cell. */
  @FunctionalInterface
  public interface States {
    /** Returns the state of a column in a row, both counted from zero. */
    State of(int row, int column);
  }

  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if an event has no column, or the places are not in order
   */
  public RowLayout {
    optional = List.copyOf(optional);
    int count = columns;
    Require.atLeast("columns", columns, order == Order.BITS_FIRST ? 1 : 0);
    if (!optional.equals(optional.stream().sorted().distinct().toList())
        || optional.stream().anyMatch(column -> column < 0 || column >= count)) {
      throw new IllegalArgumentException(
          "expected the places of columns from 0 to %s in ascending order, got %s"
              .formatted(columns - 1, optional));
    }
  }

  /** Creates the layout of events. */
  public RowLayout(int columns, List<Integer> optional) {
    this(columns, optional, Order.BITS_FIRST);
  }

  /** Returns the number of entries: bits and values. */
  public int size() {
    return optional.size() + columns;
  }

  /** Returns the index of a column's bit; empty for one without missing values. */
  public Optional<Integer> bit(int column) {
    int place = optional.indexOf(column);
    int first = order == Order.BITS_FIRST ? 0 : columns;
    return place < 0 ? Optional.empty() : Optional.of(first + place);
  }

  /** Returns the index of a column's value. */
  public int value(int column) {
    return column + (order == Order.BITS_FIRST ? optional.size() : 0);
  }

  /** Returns whether a value is missing in a row: its bit is zero, or its value NaN. */
  public boolean isMissing(Rows x, int row, int column) {
    int from = row * x.size();
    return Float.isNaN(x.values()[from + value(column)])
        || bit(column).map(bit -> x.values()[from + bit] == 0).orElse(false);
  }

  /** Returns whether a value is missing in a row, of a column without missing values in the fit. */
  public boolean isAbsent(Rows x, int row, int column) {
    return bit(column).isEmpty() && isMissing(x, row, column);
  }

  /** Returns the state of a value that is modelled, and known to be present. */
  public State stateThere(int column) {
    return bit(column).isPresent() ? State.PRESENT : State.MODELLED;
  }

  /** Returns states in which cells of some columns are given, unless absent, and others are not. */
  public States given(Rows x, Collection<Integer> given, IntFunction<State> others) {
    return (row, column) ->
        given.contains(column) && !isAbsent(x, row, column) ? State.GIVEN : others.apply(column);
  }

  /** Returns the values of a column; NaN where they are missing. */
  public float[] values(Rows x, int column) {
    int bit = bit(column).orElse(-1);
    float[] values = new float[x.count()];
    for (int row = 0; row < values.length; row++) {
      int start = row * x.size();
      boolean isMissing = bit >= 0 && x.values()[start + bit] == 0;
      values[row] = isMissing ? Float.NaN : x.values()[start + value(column)];
    }
    return values;
  }

  /** Returns the present values of a column. */
  public double[] present(Rows x, int column) {
    float[] values = values(x, column);
    return IntStream.range(0, values.length)
        .mapToDouble(row -> values[row])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** Returns the rows in which the value of a column is present. */
  public int[] rowsWith(Rows x, int column) {
    float[] values = values(x, column);
    return IntStream.range(0, values.length).filter(row -> !Float.isNaN(values[row])).toArray();
  }

  /**
   * Returns the context of events by the state of each cell. A given cell has the event's value, or
   * is given as missing; a missing cell of a column without missing values is absent.
   */
  public Rows context(Rows x, States states) {
    float[] context = new float[Math.multiplyExact(x.count(), 2 * columns)];
    for (int row = 0; row < x.count(); row++) {
      for (int column = 0; column < columns; column++) {
        int at = 2 * columns * row + column;
        State state = states.of(row, column);
        if (state == State.GIVEN && isMissing(x, row, column)) {
          state = bit(column).isPresent() ? State.GIVEN_MISSING : State.ABSENT;
        }
        context[at] = state.code();
        if (state == State.GIVEN) {
          context[at + columns] = x.values()[row * x.size() + value(column)];
        }
      }
    }
    return new Rows(context, Shape.of(2L * columns), x.count());
  }
}
