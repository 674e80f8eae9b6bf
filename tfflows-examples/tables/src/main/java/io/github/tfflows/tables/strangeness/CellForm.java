package io.github.tfflows.tables.strangeness;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.flow.WeightedNumbers;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The form in which kernels compare the cells of a column: by coordinates or by outcomes. */
sealed interface CellForm {
  /** The largest coordinate, in standard deviations; values beyond are clipped to it. */
  double FARTHEST = 40;

  static CellForm of(TableColumn column, Scaling scaling) {
    if (column.kind().isNamed()) {
      CategoryCell names = column.categories();
      return new Named(names.count(), names.count() + Math.max(0, names.pooled().size() - 1));
    }
    if (column.kind().cycle().isPresent()) {
      return new Angle(column.kind().cycle().getAsDouble());
    }
    return new Numeric(column.kind() instanceof ColumnKind.Positive, scaling);
  }

  default int coordinates() {
    return 0;
  }

  /** Returns the number of outcomes. The last outcome is an unseen name. */
  default int outcomes() {
    return 0;
  }

  default void write(double value, double[] to, int at) {}

  /** Returns the outcome of a value; negative where the form has none. */
  default int outcome(double value) {
    return -1;
  }

  /**
   * The centre of a numeric column and its spread: mean and standard deviation of the numbers that
   * are not far from nearly all others. Numbers at or below the end of the domain have the least
   * coordinate.
   */
  record Scaling(float centre, float spread, float least) {
    static final int SIZE = 3;

    static final Scaling NONE = new Scaling(0, 1, (float) -FARTHEST);

    static Scaling of(WeightedNumbers numbers) {
      if (numbers.values().length == 0) {
        return NONE;
      }
      Standardize units = numbers.standardized(x -> x);
      float centre = units.mean().get(0).floatValue();
      return new Scaling(centre, units.scale().get(0).floatValue(), NONE.least);
    }

    /**
     * Returns this scaling with its least coordinate one below the coordinate of the least number.
     */
    Scaling withLeastOf(double... values) {
      OptionalDouble lowest = DoubleStream.of(values).min();
      return lowest.isEmpty()
          ? this
          : new Scaling(
              centre,
              spread,
              (float) Math.max(least, (lowest.getAsDouble() - centre) / spread - 1));
    }
  }

  /** A number, or its logarithm, in standard deviations. */
  record Numeric(boolean isLog, Scaling scaling) implements CellForm {
    @Override
    public int coordinates() {
      return 1;
    }

    @Override
    public void write(double value, double[] to, int at) {
      double scaled = ((isLog ? Math.log(value) : value) - scaling.centre) / scaling.spread;
      to[at] = Math.min(FARTHEST, Math.max(scaling.least, scaled));
    }
  }

  /** A point on a circle. With its radius, coordinates of uniform angles have unit variance. */
  record Angle(double period) implements CellForm {
    static final double RADIUS = Math.sqrt(2);

    @Override
    public int coordinates() {
      return 2;
    }

    @Override
    public void write(double value, double[] to, int at) {
      double angle = 2 * Math.PI * value / period;
      to[at] = RADIUS * Math.sin(angle);
      to[at + 1] = RADIUS * Math.cos(angle);
    }
  }

  /** A name, given by one of {@code count} outcomes. Rare names may share the last one. */
  record Named(int count, int names) implements CellForm {
    @Override
    public int outcomes() {
      return count + 1;
    }

    @Override
    public int outcome(double value) {
      int place = (int) Math.rint(value);
      return place < names ? Math.min(place, count - 1) : count;
    }
  }
}
