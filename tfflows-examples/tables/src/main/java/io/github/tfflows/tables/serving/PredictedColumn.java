package io.github.tfflows.tables.serving;

import io.github.tfflows.core.model.AddedSignature;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.prediction.ConformalScores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The predictions of the only modelled column of a table as outputs of a graph, conditional on the
 * presence of its value. One call of the model computes all levels of all rows.
 *
 * @param contexts the given values, {@code [n, c]}
 * @param suits where the given values suit their columns, {@code [n]}
 */
record PredictedColumn(
    Ops tf,
    AddedSignature.Model model,
    TableColumn column,
    Operand<TFloat32> contexts,
    Operand<TBool> suits) {
  /** The largest of the standard normal numbers at whose levels moments are computed. */
  private static final float END = 4;

  /**
   * Twice the distance in {@code QuantileLevels}, for speed: with its 65 numbers, four members took
   * 1.1 times as long for one row, and 1.9 times for 100 (two cores of an Intel Xeon, December
   * 2026).
   */
  private static final float STEP = 0.25f;

  private static final int NODES = 1 + (int) (2 * END / STEP);
  private static final float LEAST = Float.MIN_NORMAL;
  private static final float MOST = Math.nextDown(1f);

  /** Builds the probabilities of the names, {@code [n, names]}, and the names. */
  Map<String, Operand<?>> ofNames() {
    String[] names = column.names().toArray(new String[0]);
    Operand<TFloat32> logProb = model.call("categories", Map.of("context", contexts), "log_probs");
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    Operand<TFloat32> probability = tf.math.exp(logProb);
    if (column.hasGaps()) { // names that are there, however rarely one is
      float seen = (float) (1 - column.categories().unseen());
      probability = tf.math.mul(tf.nn.softmax(logProb), tf.constant(seen));
      outputs.put("missing", suited(missing()));
    }
    outputs.put("probability", each(probability));
    outputs.put("name", tf.withName("name").identity(tf.array(names)));
    return outputs;
  }

  /** Builds quantiles, intervals and moments of a number. */
  Map<String, Operand<?>> ofNumbers(Operand<TFloat32> levels, Optional<ConformalScores> conformal) {
    Operand<TFloat32> middle = tf.constant(0.5f);
    Operand<TFloat32> half =
        conformal.map(scores -> scores.at(tf, levels)).orElse(tf.math.mul(levels, middle));
    Operand<TFloat32> all =
        tf.concat(
            List.of(levels, tf.math.sub(middle, half), tf.math.add(middle, half), nodeLevels()),
            tf.constant(0));
    Operand<TFloat32> inside =
        tf.math.maximum(tf.constant(LEAST), tf.math.minimum(tf.constant(MOST), all));
    Operand<TFloat32> numbers = quantiles(inside);
    Operand<TInt32> count = tf.shape.size(levels, tf.constant(0));
    Operand<TInt32> three = tf.math.mul(count, tf.constant(3));
    Operand<TFloat64> values =
        decoded(tf.slice(numbers, tf.array(0, 0), sizes(tf.array(-1), three)));
    Map<String, Operand<?>> outputs = new LinkedHashMap<>();
    Operand<TBool> areLevels =
        tf.math.logicalAnd(
            tf.math.greater(levels, tf.constant(0f)), tf.math.less(levels, tf.constant(1f)));
    outputs.put("quantile", each(where(areLevels, part(values, 0, count))));
    Operand<TBool> isBounded = tf.math.less(half, middle);
    Operand<TFloat64> infinite = tf.constant(Double.POSITIVE_INFINITY);
    Operand<TFloat64> lower = tf.select(isBounded, part(values, 1, count), tf.math.neg(infinite));
    Operand<TFloat64> upper = tf.select(isBounded, part(values, 2, count), infinite);
    outputs.put("lower", each(where(areLevels, lower)));
    outputs.put("upper", each(where(areLevels, upper)));
    Operand<TFloat32> nodes = tf.slice(numbers, sizes(tf.array(0), three), tf.array(-1, NODES));
    addMoments(outputs, new ColumnOutput(column).unrounded(tf, nodes));
    if (column.hasGaps()) {
      outputs.put("missing", suited(missing()));
    }
    return outputs;
  }

  private void addMoments(Map<String, Operand<?>> outputs, Operand<TFloat64> nodes) {
    Operand<TFloat64> mean = mean(nodes);
    Operand<TFloat64> apart = tf.math.sub(nodes, tf.expandDims(mean, tf.constant(1)));
    outputs.put("mean", suited(mean));
    Operand<TFloat64> unit =
        tf.constant(column.unit()); // the squares of the values may be too large
    Operand<TFloat64> ofNumbers = mean(tf.math.square(tf.math.div(apart, unit)));
    double spread = column.spacing() * column.spacing() / 12; // of numbers over their steps
    Operand<TFloat64> variance =
        tf.math.maximum(tf.math.sub(ofNumbers, tf.constant(spread)), tf.constant(0.0));
    outputs.put("standard_deviation", suited(tf.math.mul(tf.math.sqrt(variance), unit)));
  }

  private static double node(int i) {
    return i * STEP - END;
  }

  private Operand<TFloat64> mean(Operand<TFloat64> nodes) {
    double[] weights = new double[NODES];
    double sum = 0;
    for (int i = 0; i < NODES; i++) {
      weights[i] = Math.exp(-node(i) * node(i) / 2);
      sum += weights[i];
    }
    for (int i = 0; i < NODES; i++) {
      weights[i] /= sum;
    }
    return tf.reduceSum(
        tf.math.mul(nodes, tf.constant(weights)), tf.array(1), ReduceSum.keepDims(false));
  }

  /** {@code Φ(z) = erfc(-z/√2)/2}. */
  private Operand<TFloat32> nodeLevels() {
    float[] arguments = new float[NODES];
    for (int i = 0; i < NODES; i++) {
      arguments[i] = (float) (-node(i) / Math.sqrt(2));
    }
    return tf.math.mul(tf.math.erfc(tf.constant(arguments)), tf.constant(0.5f));
  }

  private Operand<TFloat64> decoded(Operand<TFloat32> numbers) {
    Operand<TFloat64> flat =
        new ColumnOutput(column).unbounded(tf, tf.reshape(numbers, tf.array(-1)));
    return tf.reshape(flat, tf.shape(numbers));
  }

  private Operand<TFloat64> part(Operand<TFloat64> values, int part, Operand<TInt32> count) {
    Operand<TInt32> from = tf.math.mul(count, tf.constant(part));
    return tf.slice(values, sizes(tf.array(0), from), sizes(tf.array(-1), count));
  }

  /** Joins two vectors of one element each. */
  private Operand<TInt32> sizes(Operand<TInt32> first, Operand<TInt32> second) {
    return tf.concat(List.of(first, second), tf.constant(0));
  }

  /**
   * Returns the numbers of the model at levels in each row, {@code [n, k]}. All levels of a row
   * share one context.
   */
  private Operand<TFloat32> quantiles(Operand<TFloat32> levels) {
    Operand<TInt32> sizes = sizes(rows(), tf.shape.size(levels, tf.constant(0)));
    Operand<TFloat32> p = tf.reshape(tf.broadcastTo(levels, sizes), tf.array(-1, 1));
    boolean hasBit = column.hasGaps();
    Operand<TFloat32> events = hasBit ? tf.concat(List.of(p, p), tf.constant(1)) : p;
    Operand<TFloat32> found =
        model.call("quantile", Map.of("p", events, "context", contexts), "quantile");
    return tf.reshape(tf.slice(found, tf.array(0, hasBit ? 1 : 0), tf.array(-1, 1)), sizes);
  }

  private Operand<TInt32> rows() {
    return tf.shape.size(contexts, tf.constant(0));
  }

  private Operand<TFloat32> missing() {
    Operand<TFloat32> event = tf.array(0f, column.filler());
    Operand<TFloat32> events = tf.broadcastTo(event, sizes(rows(), tf.array(2)));
    return tf.math.exp(
        model.call("log_prob", Map.of("x", events, "context", contexts), "log_prob"));
  }

  /** Numbers of the rows, {@code [n]}; NaN where one does not suit the columns. */
  private <T extends TNumber> Operand<T> suited(Operand<T> ofRows) {
    return where(suits, ofRows);
  }

  private <T extends TNumber> Operand<T> each(Operand<T> ofRows) {
    return where(tf.expandDims(suits, tf.constant(1)), ofRows);
  }

  private <T extends TNumber> Operand<T> where(Operand<TBool> holds, Operand<T> numbers) {
    return tf.select(holds, numbers, tf.dtypes.cast(tf.constant(Double.NaN), numbers.type()));
  }
}
