package io.github.tfflows.tables.serving;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeGrid;
import io.github.tfflows.tables.text.Numbers;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * A derived column as an output of a graph. The ops compute the same values as {@link
 * DerivedColumn#value}.
 *
 * @param secondsOfSource the number of seconds in the unit of the source's dates or times
 */
record DerivedOutput(DerivedColumn derived, double secondsOfSource) {
  /** Builds the values from the values of the source columns; a constant may have any source. */
  @SuppressWarnings("unchecked") // the outputs of columns of numbers and of text
  Operand<?> of(Ops tf, List<? extends Operand<?>> sources) {
    Operand<?> source = sources.get(0);
    Relation relation = derived.relation();
    if (relation instanceof Relation.Constant constant) {
      return derived.column().isText()
          ? tf.fill(tf.shape(source), tf.constant(constant.value()))
          : tf.fill(tf.shape(source), tf.constant(Numbers.parse(constant.value())));
    }
    if (relation instanceof Relation.Numbered numbered) {
      Operand<TInt32> rows = tf.size((Operand<TType>) source);
      Operand<TInt32> places = tf.range(tf.constant(0), rows, tf.constant(1));
      Operand<TFloat64> first = tf.constant((double) numbered.first());
      return tf.math.add(first, tf.dtypes.cast(places, TFloat64.class));
    }
    if (relation instanceof Relation.Linear sum) {
      return sum(tf, sum, (List<? extends Operand<TFloat64>>) sources);
    }
    if (relation instanceof Relation.RoundedSum rounded) {
      return sum(tf, rounded.sum(), (List<? extends Operand<TFloat64>>) sources);
    }
    if (relation instanceof Relation.Product product) {
      return product(tf, product, (List<? extends Operand<TFloat64>>) sources);
    }
    if (relation instanceof Relation.Curve curve) {
      return curve(tf, curve, (Operand<TFloat64>) source);
    }
    if (relation instanceof Relation.Beyond beyond) {
      return beyond(tf, beyond, (List<? extends Operand<TFloat64>>) sources);
    }
    if (relation instanceof Relation.Shifted shifted) {
      double by = shifted.by().toSeconds() + shifted.by().toNanosPart() / 1e9;
      double unit = derived.column().kind().seconds();
      return tf.math.add((Operand<TFloat64>) source, tf.constant(by / unit));
    }
    if (relation instanceof Relation.Part part) {
      Operand<TFloat64> seconds =
          tf.math.mul((Operand<TFloat64>) source, tf.constant(secondsOfSource));
      Operand<TFloat64> number = new Calendar(tf, seconds, part.zone()).part(part.field());
      return part.values().isEmpty() ? number : named(tf, part, number);
    }
    if (relation instanceof Relation.Ranges ranges) {
      Operand<TInt32> place = ColumnOutput.passed(tf, ranges.starts(), (Operand<TFloat64>) source);
      return gathered(tf, place, (Operand<TFloat64>) source, ranges.values());
    }
    return relation instanceof Relation.Renamed renamed
        ? renamed(tf, (Operand<TString>) source, renamed.values())
        : source;
  }

  private Operand<TFloat64> sum(
      Ops tf, Relation.Linear linear, List<? extends Operand<TFloat64>> sources) {
    Operand<TFloat64> sum = tf.constant(0.0);
    for (int i = 0; i < sources.size(); i++) {
      sum = tf.math.add(sum, tf.math.mul(sources.get(i), tf.constant(linear.slopes().get(i))));
    }
    return rounded(tf, tf.math.add(sum, tf.constant(linear.intercept())));
  }

  private Operand<TFloat64> product(
      Ops tf, Relation.Product product, List<? extends Operand<TFloat64>> sources) {
    Operand<TFloat64> all = tf.constant(1.0);
    for (int i = 0; i < sources.size(); i++) {
      Relation.Factor factor = product.factors().get(i);
      Operand<TFloat64> slope = tf.math.mul(sources.get(i), tf.constant(factor.slope()));
      Operand<TFloat64> base = tf.math.add(slope, tf.constant(factor.offset()));
      for (int k = 0; k < Math.abs(factor.power()); k++) {
        all = factor.power() > 0 ? tf.math.mul(all, base) : tf.math.div(all, base);
      }
    }
    Operand<TFloat64> value = rounded(tf, tf.math.mul(tf.constant(product.constant()), all));
    return tf.select(
        tf.math.isFinite(value), value, tf.fill(tf.shape(value), tf.constant(Double.NaN)));
  }

  /**
   * The values of a curve: unchanged for numbers of the data, interpolated and rounded for others.
   */
  private Operand<TFloat64> curve(Ops tf, Relation.Curve curve, Operand<TFloat64> number) {
    double[] numbers = places(Relation.Axis.LINEAR, curve.from());
    double[] inner = Arrays.copyOfRange(numbers, 1, numbers.length - 1);
    Operand<TInt32> place = ColumnOutput.passed(tf, inner, number);
    Operand<TInt32> onLine = tf.math.maximum(place, tf.constant(curve.firstLine()));
    Operand<TFloat64> onAxes = line(tf, curve, onLine, number);
    Relation.Axis linear = Relation.Axis.LINEAR;
    Relation.Curve lines = new Relation.Curve(curve.of(), curve.from(), curve.to(), linear, linear);
    Operand<TFloat64> value =
        tf.select(tf.math.isFinite(onAxes), onAxes, line(tf, lines, place, number));
    return tf.select(
        tf.math.equal(number, gathered(tf, place, numbers)),
        gathered(tf, place, places(linear, curve.to())),
        rounded(tf, value));
  }

  /** The value of each part of dates or times; a missing value for another part. */
  private Operand<?> named(Ops tf, Relation.Part rule, Operand<TFloat64> part) {
    double[] parts = rule.values().keySet().stream().mapToDouble(Numbers::parse).toArray();
    Operand<TFloat64> all = tf.expandDims(tf.constant(parts), tf.constant(0));
    Operand<TBool> isEqual = tf.math.equal(tf.expandDims(part, tf.constant(1)), all);
    Operand<TInt32> place =
        tf.math.argMax(tf.dtypes.cast(isEqual, TInt32.class), tf.constant(1), TInt32.class);
    Operand<TBool> isKnown = tf.reduceAny(isEqual, tf.constant(1));
    Operand<TFloat64> nan = tf.fill(tf.shape(part), tf.constant(Double.NaN));
    return gathered(tf, place, tf.select(isKnown, part, nan), List.copyOf(rule.values().values()));
  }

  /** The values with some indices; missing ones where a number is missing. */
  private Operand<?> gathered(
      Ops tf, Operand<TInt32> place, Operand<TFloat64> number, List<String> values) {
    Operand<TInt32> last = tf.fill(tf.shape(number), tf.constant(values.size()));
    return gathered(tf, tf.select(tf.math.isNan(number), last, place), values);
  }

  /** The values with some indices; a missing value for the index after the last one. */
  private Operand<?> gathered(Ops tf, Operand<TInt32> place, Collection<String> values) {
    Stream<String> texts = Stream.concat(values.stream(), Stream.of(""));
    return derived.column().isText()
        ? tf.gather(tf.array(texts.toArray(String[]::new)), place, tf.constant(0))
        : tf.gather(
            tf.constant(texts.mapToDouble(Numbers::parse).toArray()), place, tf.constant(0));
  }

  /** The values on the lines that begin at the pairs with some indices. */
  private static Operand<TFloat64> line(
      Ops tf, Relation.Curve curve, Operand<TInt32> place, Operand<TFloat64> number) {
    double[] from = places(curve.fromAxis(), curve.from());
    double[] to = places(curve.toAxis(), curve.to());
    double[] slopes = new double[to.length - 1];
    Arrays.setAll(slopes, i -> (to[i + 1] - to[i]) / (from[i + 1] - from[i]));
    Operand<TFloat64> since =
        tf.math.sub(place(tf, curve.fromAxis(), number), gathered(tf, place, from));
    Operand<TFloat64> rise = tf.math.mul(since, gathered(tf, place, slopes));
    return number(tf, curve.toAxis(), tf.math.add(gathered(tf, place, to), rise));
  }

  private static double[] places(Relation.Axis axis, List<Double> numbers) {
    return numbers.stream().mapToDouble(axis::place).toArray();
  }

  private static Operand<TFloat64> gathered(Ops tf, Operand<TInt32> places, double... values) {
    return tf.gather(tf.constant(values), places, tf.constant(0));
  }

  private static Operand<TFloat64> place(Ops tf, Relation.Axis axis, Operand<TFloat64> number) {
    return switch (axis) {
      case LINEAR -> number;
      case LOGARITHMIC -> tf.math.log(number);
      case EXPONENTIAL -> tf.math.exp(number);
    };
  }

  private static Operand<TFloat64> number(Ops tf, Relation.Axis axis, Operand<TFloat64> place) {
    return switch (axis) {
      case LINEAR -> place;
      case LOGARITHMIC -> tf.math.exp(place);
      case EXPONENTIAL -> tf.math.log(place);
    };
  }

  /** The values at a distance from the farthest bound, on its right side also after rounding. */
  private Operand<TFloat64> beyond(
      Ops tf, Relation.Beyond rule, List<? extends Operand<TFloat64>> sources) {
    boolean isUp = rule.comparison().direction() > 0;
    Operand<TFloat64> distance = sources.get(sources.size() - 1);
    Operand<TFloat64> sign = tf.constant((double) rule.comparison().direction());
    Operand<TFloat64> end = tf.math.mul(sign, tf.constant(Double.NEGATIVE_INFINITY));
    Operand<TFloat64> none = tf.fill(tf.shape(distance), end);
    Operand<TFloat64> bound = none;
    for (Operand<TFloat64> each : sources.subList(0, sources.size() - 1)) {
      Operand<TFloat64> present = tf.select(tf.math.isNan(each), none, each);
      bound = isUp ? tf.math.maximum(bound, present) : tf.math.minimum(bound, present);
    }
    Operand<TFloat64> otherwise = tf.fill(tf.shape(distance), tf.constant(derived.constant(rule)));
    bound = tf.select(tf.math.equal(bound, none), otherwise, bound);
    Operand<TFloat64> exact = tf.math.add(bound, tf.math.mul(sign, distance));
    Operand<TFloat64> value = near(tf, exact);
    if (rule.comparison() == Relation.Comparison.CLOSE) {
      return value;
    }
    Operand<TFloat64> apart = tf.math.mul(sign, tf.math.sub(value, bound));
    Operand<TFloat64> zero = tf.constant(0.0);
    Operand<TBool> isWrong =
        rule.comparison().allowsEqual()
            ? tf.math.less(apart, zero)
            : tf.math.lessEqual(apart, zero);
    Operand<TFloat64> next = tf.math.mul(sign, tf.constant(derived.apart()));
    return tf.select(isWrong, near(tf, tf.math.add(exact, next)), value);
  }

  /** The nearest values that draws have. */
  private Operand<TFloat64> near(Ops tf, Operand<TFloat64> value) {
    return derived.column().coding() instanceof TimeCoding time
            && time.grid() instanceof TimeGrid.Months months
        ? ColumnOutput.snapped(tf, time, months, value)
        : suiting(tf, value);
  }

  /** The nearest values; whole numbers are at least the lower bound of their kind. */
  private Operand<TFloat64> suiting(Ops tf, Operand<TFloat64> value) {
    ColumnKind kind = derived.column().kind();
    return kind.isWhole() && Double.isFinite(kind.low())
        ? tf.math.maximum(rounded(tf, value), tf.constant(kind.low()))
        : rounded(tf, value);
  }

  private Operand<TFloat64> rounded(Ops tf, Operand<TFloat64> value) {
    return derived.column().coding() instanceof NumberCoding numbers
        ? ColumnOutput.nearest(tf, numbers, value)
        : value;
  }

  /**
   * The value of each name; a missing value for another name. The names come first in the list of
   * unique texts, so that the index of a known text is that of its value.
   */
  private Operand<?> renamed(Ops tf, Operand<TString> source, Map<String, String> values) {
    int count = values.size();
    Operand<TString> names = tf.array(values.keySet().toArray(new String[0]));
    Operand<TString> all = tf.concat(List.of(names, source), tf.constant(0));
    Operand<TInt32> places =
        tf.slice(tf.unique(all, tf.constant(new int[0])).idx(), tf.array(count), tf.array(-1));
    return gathered(tf, tf.math.minimum(places, tf.constant(count)), values.values());
  }
}
