package io.github.tfflows.tables.serving;

import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Roundness;
import io.github.tfflows.tables.column.Scale;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeGrid;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * A column as an output of a graph: text for names, otherwise numbers in double precision. The ops
 * convert as {@link TableColumn#drawn} does.
 */
record ColumnOutput(TableColumn column) {
  /**
   * Builds the values of a column from the numbers of the flow, one a row, and where there is a
   * value.
   */
  Operand<?> of(Ops tf, Operand<TFloat32> x, Operand<TBool> isThere) {
    if (column.kind().isNamed()) {
      String[] names = column.names().toArray(new String[0]);
      Operand<TInt32> place = tf.dtypes.cast(tf.math.rint(x), TInt32.class);
      Operand<TInt32> last = tf.constant(names.length - 1);
      Operand<TInt32> index = tf.math.minimum(last, tf.math.maximum(tf.constant(0), place));
      return tf.select(
          isThere,
          tf.gather(tf.array(names), index, tf.constant(0)),
          tf.fill(tf.shape(x), tf.constant("")));
    }
    return tf.select(
        isThere, number(tf, x, range()), tf.fill(tf.shape(x), tf.constant(Double.NaN)));
  }

  /** Builds numbers, dates or times as {@link TableColumn#decoded} does, beyond the data, too. */
  Operand<TFloat64> unbounded(Ops tf, Operand<TFloat32> x) {
    return number(tf, x, NumberCoding.Range.ALL);
  }

  private NumberCoding.Range range() {
    return column.coding() instanceof NumberCoding numbers
        ? numbers.range()
        : ((TimeCoding) column.coding()).range();
  }

  private Operand<TFloat64> number(Ops tf, Operand<TFloat32> x, NumberCoding.Range range) {
    return column.coding() instanceof NumberCoding numbers
        ? value(tf, numbers, x, range)
        : moment(tf, x, range);
  }

  /** Builds numbers, dates or times before they are rounded. */
  Operand<TFloat64> unrounded(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat64> number = tf.dtypes.cast(x, TFloat64.class);
    double origin =
        column.coding() instanceof TimeCoding time ? time.epoch() : column.scale().origin();
    return tf.math.add(
        tf.constant(origin), tf.math.mul(number, tf.constant(column.scale().unit())));
  }

  private Operand<TFloat64> moment(Ops tf, Operand<TFloat32> x, NumberCoding.Range range) {
    TimeCoding time = (TimeCoding) column.coding();
    Operand<TFloat64> step = tf.constant(time.step());
    Operand<TFloat64> since = within(tf, tf.dtypes.cast(x, TFloat64.class), range);
    Operand<TFloat64> rounded = tf.math.mul(tf.math.rint(tf.math.div(since, step)), step);
    if (!range.equals(NumberCoding.Range.ALL) && !time.grid().isEmpty()) {
      Operand<TFloat64> epoch = tf.constant(time.epoch());
      rounded = tf.math.sub(snapped(tf, time, tf.math.add(rounded, epoch)), epoch);
    }
    if (column.kind().cycle().isPresent()) {
      return tf.math.floorMod(rounded, tf.constant(column.kind().cycle().getAsDouble()));
    }
    Operand<TFloat64> value =
        time.massNumbers().isEmpty()
            ? rounded
            : time.massNumbers().value(tf, x, time.step() / 2, rounded);
    return tf.math.add(value, tf.constant(time.epoch()));
  }

  /** Builds the nearest times of a grid from times, in days or seconds since 1970. */
  private static Operand<TFloat64> snapped(Ops tf, TimeCoding time, Operand<TFloat64> value) {
    return time.grid() instanceof TimeGrid.Months months
        ? snapped(tf, time, months, value)
        : snapped(tf, (TimeGrid.Hours) time.grid(), value);
  }

  private static Operand<TFloat64> snapped(Ops tf, TimeGrid.Hours grid, Operand<TFloat64> value) {
    Operand<TFloat64> hour =
        tf.math.floor(tf.math.div(value, tf.constant((double) TimeGrid.Hours.HOUR)));
    double[] seconds = grid.secondsOfHours();
    Operand<TFloat64> ofDay = tf.math.floorMod(hour, tf.constant((double) seconds.length));
    Operand<TFloat64> within =
        tf.gather(tf.constant(seconds), tf.dtypes.cast(ofDay, TInt32.class), tf.constant(0));
    Operand<TFloat64> at =
        tf.math.add(tf.math.mul(hour, tf.constant((double) TimeGrid.Hours.HOUR)), within);
    return tf.select(tf.math.isNan(within), value, at);
  }

  /** Builds the nearest dates of months from dates, in days or seconds since 1970. */
  static Operand<TFloat64> snapped(
      Ops tf, TimeCoding time, TimeGrid.Months months, Operand<TFloat64> value) {
    NumberCoding.Range range = time.range();
    double margin = 2 * time.apart() + range.high() - range.low();
    double low = (range.low() - margin + time.epoch()) * time.days();
    double high = (range.high() + margin + time.epoch()) * time.days();
    double[] dates =
        DoubleStream.of(months.between(low, high)).map(date -> date / time.days()).toArray();
    double[] between =
        IntStream.range(1, dates.length).mapToDouble(i -> (dates[i - 1] + dates[i]) / 2).toArray();
    return tf.gather(tf.constant(dates), passed(tf, between, value), tf.constant(0));
  }

  private Operand<TFloat64> value(
      Ops tf, NumberCoding numbers, Operand<TFloat32> x, NumberCoding.Range range) {
    Operand<TFloat64> dense = rounded(tf, numbers, tf.dtypes.cast(x, TFloat64.class));
    if (!range.equals(NumberCoding.Range.ALL)) {
      dense = numbers.lattice().isEmpty() ? rounder(tf, numbers, dense) : moved(tf, numbers, dense);
    }
    dense = within(tf, dense, range);
    Operand<TFloat64> value =
        numbers.masses().isEmpty()
            ? dense
            : numbers.massNumbers().value(tf, x, numbers.spacing() / 2, dense);
    return column.kind().isWhole() && column.kind().low() == 0
        ? tf.math.maximum(tf.constant(0.0), value)
        : value;
  }

  /** Builds the values of the cells of a lattice, or the positions in their intervals. */
  private static Operand<TFloat64> moved(Ops tf, NumberCoding numbers, Operand<TFloat64> value) {
    double[] starts = numbers.lattice().starts().stream().mapToDouble(each -> each).toArray();
    double[] from = numbers.lattice().from().stream().mapToDouble(each -> each).toArray();
    double[] slopes = new double[from.length];
    Arrays.setAll(slopes, numbers.lattice()::slope);
    double[] inner = Arrays.copyOfRange(starts, 1, from.length);
    Operand<TInt32> cell = passed(tf, inner, value);
    Operand<TInt32> axis = tf.constant(0);
    Operand<TFloat64> slope = tf.gather(tf.constant(slopes), cell, axis);
    Operand<TFloat64> begin = tf.gather(tf.constant(from), cell, axis);
    Operand<TFloat64> since = tf.math.sub(value, tf.gather(tf.constant(starts), cell, axis));
    Operand<TFloat64> between = tf.math.add(begin, tf.math.mul(since, slope));
    Operand<TBool> isShared = tf.math.equal(slope, tf.constant(0.0));
    Operand<TBool> isBeyond =
        tf.math.logicalOr(
            tf.math.less(value, tf.constant(starts[0])),
            tf.math.greaterEqual(value, tf.constant(starts[from.length])));
    Operand<TFloat64> scaled =
        tf.math.div(
            tf.math.sub(between, tf.constant(numbers.scale().origin())),
            tf.constant(numbers.scale().unit()));
    Operand<TFloat64> other = tf.select(isBeyond, value, rounded(tf, numbers, scaled));
    Operand<TBool> isOfCell = tf.math.logicalAnd(isShared, tf.math.logicalNot(isBeyond));
    return tf.select(isOfCell, begin, rounder(tf, numbers, other));
  }

  /** Builds numbers with fewer decimals, as {@link Roundness} has it. */
  private static Operand<TFloat64> rounder(Ops tf, NumberCoding numbers, Operand<TFloat64> value) {
    Roundness roundness = numbers.roundness();
    if (roundness.isEmpty()) {
      return value;
    }
    int most = roundness.most();
    double[] sizes = roundness.sizes().stream().mapToDouble(each -> each).toArray();
    double[] shares = roundness.shares().stream().mapToDouble(each -> each).toArray();
    double[] powers =
        IntStream.rangeClosed(0, most)
            .mapToDouble(lost -> numbers.power() / Math.pow(10, lost))
            .toArray();
    Operand<TFloat64> turns =
        tf.math.mul(
            tf.math.rint(tf.math.mul(value, tf.constant(numbers.power()))),
            tf.constant(Roundness.GOLDEN));
    Operand<TFloat64> turn = tf.reshape(tf.math.sub(turns, tf.math.floor(turns)), tf.array(-1, 1));
    Operand<TInt32> axis = tf.constant(0);
    Operand<TFloat64> ofSizes = tf.reshape(tf.constant(shares), tf.array(sizes.length + 1, most));
    Operand<TFloat64> ofSize = tf.gather(ofSizes, passed(tf, sizes, tf.math.abs(value)), axis);
    Operand<TInt32> isLost = tf.dtypes.cast(tf.math.less(turn, ofSize), TInt32.class);
    Operand<TInt32> lost = tf.reduceSum(isLost, tf.constant(1));
    Operand<TFloat64> power = tf.gather(tf.constant(powers), lost, axis);
    Operand<TFloat64> whole = tf.math.rint(tf.math.mul(value, power));
    return nearest(tf, numbers, tf.math.divNoNan(whole, power));
  }

  /** The number of bounds that are at most as great. */
  static Operand<TInt32> passed(Ops tf, double[] bounds, Operand<TFloat64> number) {
    Operand<TFloat64> sorted = tf.reshape(tf.constant(bounds), tf.array(1, -1));
    Operand<TInt32> passed = tf.upperBound(sorted, tf.reshape(number, tf.array(1, -1)));
    return tf.reshape(passed, tf.array(-1));
  }

  private static Operand<TFloat64> within(
      Ops tf, Operand<TFloat64> value, NumberCoding.Range range) {
    return tf.math.minimum(
        tf.constant(range.high()), tf.math.maximum(tf.constant(range.low()), value));
  }

  private static Operand<TFloat64> rounded(Ops tf, NumberCoding numbers, Operand<TFloat64> x) {
    Scale scale = numbers.scale();
    Operand<TFloat64> value =
        tf.math.add(tf.constant(scale.origin()), tf.math.mul(x, tf.constant(scale.unit())));
    return nearest(tf, numbers, value);
  }

  /** The nearest value with the decimals of a column. */
  static Operand<TFloat64> nearest(Ops tf, NumberCoding numbers, Operand<TFloat64> value) {
    if (!numbers.isRounded()) {
      return value;
    }
    Operand<TFloat64> power = tf.constant(numbers.power());
    Operand<TFloat64> whole = tf.math.rint(tf.math.mul(value, power));
    return tf.math.divNoNan(whole, power); // div becomes a product with the reciprocal
  }
}
