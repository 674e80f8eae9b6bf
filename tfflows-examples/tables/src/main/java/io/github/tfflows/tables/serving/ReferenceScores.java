package io.github.tfflows.tables.serving;

import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The log-densities of held-out rows, with which the log-densities of new rows are compared. The
 * lowest 500 are stored, and 501 of the others, evenly spaced by rank.
 *
 * <p>Training chose the best weights by these rows, and the scan of columns used all rows. New rows
 * are therefore a little less likely than these. Against this bias, a name that occurs in a single
 * row is scored as an unseen name. In an ensemble, a member that has not learned from a row scores
 * it, a little below the score of the ensemble.
 */
public final class ReferenceScores {
  private static final int EACH = 500;

  private final int count;
  private final int[] ranks;
  private final double[] values;

  private ReferenceScores(int count, double... values) {
    this.count = count;
    this.ranks = ranks(count);
    this.values = values;
    if (count < 1 || values.length != ranks.length) {
      throw new IllegalArgumentException(
          "expected the stored log-densities of %s rows, got %s".formatted(count, values.length));
    }
  }

  /** Stores the scores of rows, at least one. */
  public static ReferenceScores of(float[] scores) {
    float[] sorted = scores.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Float.isNaN(sorted[i]) ? Float.NEGATIVE_INFINITY : sorted[i]; // least likely
    }
    Arrays.sort(sorted);
    return new ReferenceScores(
        sorted.length,
        IntStream.of(ranks(sorted.length)).mapToDouble(rank -> sorted[rank]).toArray());
  }

  /** The ranks of the stored scores among all scores, from zero. */
  private static int[] ranks(int count) {
    if (count <= 2 * EACH) {
      return IntStream.range(0, count).toArray();
    }
    double step = (count - 1.0 - EACH) / EACH;
    IntStream others = IntStream.rangeClosed(0, EACH).map(i -> EACH + (int) Math.rint(i * step));
    return IntStream.concat(IntStream.range(0, EACH), others).toArray();
  }

  /** Returns the number of rows. */
  public int count() {
    return count;
  }

  /**
   * Returns the p-value of a log-density: {@code (1 + k) / (1 + n)}, if {@code k} of the {@code n}
   * rows here have at most this log-density. Among new rows that are exchangeable with these, a
   * share of at most {@code a} has a p-value of at most {@code a} (Vovk, Gammerman and Shafer,
   * 2005, Algorithmic Learning in a Random World, section 2.2).
   *
   * @param logProb a log-density; NaN counts as the lowest
   * @return the p-value, in (0, 1]
   */
  public double pValue(double logProb) {
    double score = Double.isNaN(logProb) ? Double.NEGATIVE_INFINITY : logProb;
    return (1 + notAbove(score)) / (count + 1);
  }

  /** The number of rows with at most a log-density, interpolated between stored ranks. */
  private double notAbove(double logProb) {
    int stored = storedNotAbove(logProb);
    if (stored == 0 || stored == ranks.length) {
      return stored == 0 ? 0 : count;
    }
    double below = values[stored - 1];
    double part = (logProb - below) / (values[stored] - below);
    int between = ranks[stored] - ranks[stored - 1] - 1;
    return ranks[stored - 1] + 1 + (Double.isNaN(part) ? 0 : part * between);
  }

  private int storedNotAbove(double logProb) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= logProb) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Builds the p-values of log-densities, shaped {@code [n]}. */
  Operand<TFloat32> pValues(Ops tf, Operand<TFloat32> logProbOrNaN) {
    Operand<TFloat32> lowest =
        tf.fill(tf.shape(logProbOrNaN), tf.constant(Float.NEGATIVE_INFINITY));
    Operand<TFloat32> logProb = tf.select(tf.math.isNan(logProbOrNaN), lowest, logProbOrNaN);
    float[] scores = new float[values.length];
    float[] upTo = new float[values.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) values[i];
      upTo[i] = ranks[i] + 1f;
    }
    Operand<TInt32> first = tf.constant(0);
    Operand<TFloat32> stored = tf.constant(scores);
    Operand<TInt32> above =
        tf.squeeze(
            tf.upperBound(tf.expandDims(stored, first), tf.expandDims(logProb, first)),
            Squeeze.axis(List.of(0L)));
    Operand<TInt32> last = tf.constant(scores.length - 1);
    Operand<TInt32> low = tf.math.maximum(first, tf.math.sub(above, tf.constant(1)));
    Operand<TInt32> high = tf.math.minimum(last, above);
    Operand<TFloat32> below = tf.gather(stored, low, first);
    Operand<TFloat32> part =
        tf.math.div(
            tf.math.sub(logProb, below), tf.math.sub(tf.gather(stored, high, first), below));
    Operand<TFloat32> counts = tf.constant(upTo);
    Operand<TFloat32> count = tf.gather(counts, low, first);
    Operand<TFloat32> between =
        tf.math.sub(tf.math.sub(tf.gather(counts, high, first), count), tf.constant(1f));
    Operand<TFloat32> zero = tf.zerosLike(part);
    Operand<TBool> isInside =
        tf.math.logicalAnd(tf.math.isFinite(part), tf.math.greater(high, low));
    Operand<TFloat32> more = tf.select(isInside, tf.math.mul(part, between), zero);
    Operand<TBool> isLowest = tf.math.equal(above, first);
    Operand<TFloat32> notAbove = tf.select(isLowest, zero, tf.math.add(count, more));
    return tf.math.div(tf.math.add(notAbove, tf.constant(1f)), tf.constant(this.count + 1f));
  }

  /** The text of a model's description. */
  public String text() {
    return DoubleStream.of(values)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(" ", count + " ", ""));
  }

  /**
   * Reads the text of a model's description.
   *
   * @throws IllegalArgumentException if it is not a count, followed by as many scores as are stored
   *     for it
   */
  public static ReferenceScores parse(String text) {
    String[] parts = text.split(" ", -1);
    double[] numbers = new double[parts.length];
    Arrays.setAll(numbers, i -> number(parts[i], i));
    return new ReferenceScores((int) numbers[0], Arrays.copyOfRange(numbers, 1, numbers.length));
  }

  private static double number(String text, int place) {
    try {
      return place == 0 ? Integer.parseInt(text) : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected %s in the model's reference scores, got \"%s\""
              .formatted(
                  place == 0 ? "the number of rows" : "a log-density at place " + place,
                  Excerpt.of(text)),
          e);
    }
  }
}
