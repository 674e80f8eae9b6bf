package io.github.tfflows.tables.serving;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TruthCoding;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.text.Numbers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceAny;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TString;

/**
 * A column as an input of a graph, with one value for each row: text for names, otherwise a number
 * in double precision. The ops convert as {@link TableColumn#value} does.
 *
 * @param values the placeholder
 * @param number the number for the flow; where there is no value, a number that suits the column
 * @param isThere where a value suits the column
 * @param isMissing where there is no value: a text for a missing value, or NaN
 */
record ColumnInput(
    TableColumn column,
    Operand<?> values,
    Operand<TFloat32> number,
    Operand<TBool> isThere,
    Operand<TBool> isMissing) {

  /** Builds the input in a scope of its own. */
  static ColumnInput of(Ops tf, TableColumn column) {
    if (column.kind().isNamed()) {
      return named(tf, column);
    }
    return column.coding() instanceof TimeCoding time
        ? temporal(tf, column, time)
        : numeric(tf, column);
  }

  private static ColumnInput named(Ops tf, TableColumn column) {
    Operand<TString> text =
        tf.withName("text").placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
    Operand<TString> bare = tf.strings.strip(text);
    boolean isTruth = column.coding() instanceof TruthCoding;
    Operand<TBool> isName =
        isTruth
            ? isOneOf(tf, tf.strings.lower(bare), TruthCoding.words())
            : isOneOf(tf, text, column.names());
    int words = isTruth ? TruthCoding.words().size() : column.names().size();
    float[] places = new float[words];
    for (int i = 0; i < words; i++) {
      places[i] = isTruth ? (float) TruthCoding.truth(TruthCoding.words().get(i)) : i;
    }
    Operand<TFloat32> matches = tf.dtypes.cast(isName, TFloat32.class);
    Operand<TFloat32> place =
        tf.reduceSum(
            tf.math.mul(matches, tf.constant(places)), tf.array(1), ReduceSum.keepDims(false));
    Operand<TBool> isMissing = any(tf, isOneOf(tf, bare, Numbers.missing()));
    Operand<TBool> hasValue = tf.math.logicalNot(isMissing);
    Operand<TBool> isKnown = any(tf, isName);
    return column.categories().unseen() > 0
        ? new ColumnInput(column, text, orUnseen(tf, place, isKnown, words), hasValue, isMissing)
        : new ColumnInput(column, text, place, both(tf, isKnown, hasValue), isMissing);
  }

  /** The indices of known names; the index after the last for a name that never occurred. */
  private static Operand<TFloat32> orUnseen(
      Ops tf, Operand<TFloat32> place, Operand<TBool> isKnown, int names) {
    return tf.select(isKnown, place, tf.constant((float) names));
  }

  /** Whether each text is each of some words, shaped {@code [n, k]}. */
  private static Operand<TBool> isOneOf(Ops tf, Operand<TString> text, List<String> words) {
    return tf.math.equal(
        tf.expandDims(text, tf.constant(1)), tf.array(words.toArray(new String[0])));
  }

  private static Operand<TBool> any(Ops tf, Operand<TBool> rows) {
    return tf.reduceAny(rows, tf.array(1), ReduceAny.keepDims(false));
  }

  /** The time since the first of January 1970, or midnight, in double precision. */
  private static ColumnInput temporal(Ops tf, TableColumn column, TimeCoding time) {
    Operand<TFloat64> since =
        tf.withName("since").placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat64> read = tf.math.sub(since, tf.constant(time.epoch()));
    Operand<TFloat32> number = tf.dtypes.cast(read, TFloat32.class);
    if (!time.massNumbers().isEmpty()) {
      number = time.massNumbers().number(tf, read, time.step() / 2, number);
    }
    Operand<TBool> suits = tf.math.isFinite(number);
    if (time.form() == Moment.Form.DATE) {
      suits = both(tf, suits, tf.math.equal(since, tf.math.floor(since)));
    }
    if (column.kind().cycle().isPresent()) {
      suits = both(tf, suits, tf.math.greaterEqual(since, tf.constant(0.0)));
      double day = column.kind().cycle().getAsDouble();
      suits = both(tf, suits, tf.math.less(since, tf.constant(day)));
    }
    return filled(tf, column, since, number, suits);
  }

  /** The number of a value, computed in double precision. */
  private static ColumnInput numeric(Ops tf, TableColumn column) {
    Operand<TFloat64> raw =
        tf.withName("value").placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat64> value = seen(tf, raw);
    Operand<TFloat64> scaled = scaled(tf, column, value);
    Operand<TFloat32> number = tf.dtypes.cast(scaled, TFloat32.class);
    if (column.coding() instanceof NumberCoding numbers && !numbers.masses().isEmpty()) {
      number = numbers.massNumbers().number(tf, value, numbers.step() / 2, number);
    }
    Operand<TBool> isFinite = tf.math.isFinite(number);
    Operand<TBool> suits =
        suits(tf, column, value, scaled).map(each -> both(tf, isFinite, each)).orElse(isFinite);
    return filled(tf, column, raw, number, suits);
  }

  private static Operand<TFloat64> scaled(Ops tf, TableColumn column, Operand<TFloat64> value) {
    Operand<TFloat64> since = tf.math.sub(value, tf.constant(column.scale().origin()));
    return tf.math.div(since, tf.constant(column.scale().unit()));
  }

  private static Operand<TFloat64> seen(Ops tf, Operand<TFloat64> value) {
    Operand<TBool> isSmall = tf.math.less(tf.math.abs(value), tf.constant(Double.MIN_NORMAL));
    return tf.select(isSmall, tf.fill(tf.shape(value), tf.constant(0.0)), value);
  }

  private static ColumnInput filled(
      Ops tf,
      TableColumn column,
      Operand<?> values,
      Operand<TFloat32> number,
      Operand<TBool> suits) {
    Operand<TFloat32> filler = tf.fill(tf.shape(number), tf.constant(column.filler()));
    return new ColumnInput(
        column, values, tf.select(suits, number, filler), suits, tf.math.isNan(number));
  }

  /** Where a value suits a column; empty where all do. */
  private static Optional<Operand<TBool>> suits(
      Ops tf, TableColumn column, Operand<TFloat64> value, Operand<TFloat64> number) {
    Optional<Operand<TBool>> suits = column.kind().suits(tf, value, number);
    return column.hasZeroBesideRange()
        ? suits.map(each -> tf.math.logicalOr(each, tf.math.equal(value, tf.constant(0.0))))
        : suits;
  }

  private static Operand<TBool> both(Ops tf, Operand<TBool> one, Operand<TBool> other) {
    return tf.math.logicalAnd(one, other);
  }

  /** Where the column admits a positive probability of the row. */
  Operand<TBool> suits(Ops tf) {
    return column.hasGaps() ? tf.math.logicalOr(isThere, isMissing) : isThere;
  }

  /** One state in every row. */
  private Operand<TFloat32> state(Ops tf, State state) {
    return tf.fill(tf.shape(number), tf.constant(state.code()));
  }

  /**
   * The state of a cell that is given when others are explained. A value that does not suit is left
   * out.
   */
  Operand<TFloat32> stateOfGiven(Ops tf) {
    State otherwise = column.hasGaps() ? State.GIVEN_MISSING : State.ABSENT;
    Operand<TFloat32> missing = tf.select(isMissing, state(tf, otherwise), state(tf, State.ABSENT));
    return tf.select(isThere, state(tf, State.GIVEN), missing);
  }
}
