package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * The distances of held-out values of a column from the middle of their predictions. They correct
 * intervals and sets of names: whatever the quality of the model, these contain the value in at
 * least a share {@code level} of new rows, if new rows are exchangeable with the held-out ones.
 *
 * <p>The score of a number is {@code |F(y) - ½|}, where a jump of {@code F} counts by a random part
 * (Chernozhukov, Wüthrich and Zhu, 2021, arXiv:1909.07889, distributional conformal prediction).
 * The score of a name is {@code 1 - P(name)} (Sadinle, Lei and Wasserman, 2019, arXiv:1609.00451).
 * The score of several columns is the share of draws that are denser ({@link JointPredictions}). A
 * level needs the {@code ⌈level·(n + 1)⌉}-th smallest of {@code n} scores. At most 1,001 scores are
 * stored, evenly spaced by rank; a level between two stored scores gets the larger.
 *
 * <p>Each member of an ensemble scores the rows that it held out. Scores by a member are larger
 * than scores by the ensemble would be, so that intervals of the ensemble contain more than their
 * share. Intervals of rounded numbers and of point masses contain more, too, since their ends are
 * values and count whole.
 */
public final class ConformalScores {
  private static final String KEY = "table.conformal_scores";
  private static final int MOST = 1_001;

  /** A level of double precision may exceed the same one of single precision by this. */
  private static final double SINGLE = 1e-7;

  private final int count;
  private final double[] values;

  private ConformalScores(int count, double... values) {
    this.count = count;
    this.values = values;
    if (count < 1 || values.length != ranks(count).length) {
      throw new IllegalArgumentException(
          "expected the stored conformal scores of %s rows, got %s"
              .formatted(count, values.length));
    }
  }

  /** Stores the scores of rows, at least one. */
  static ConformalScores of(double... scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return new ConformalScores(
        sorted.length,
        IntStream.of(ranks(sorted.length)).mapToDouble(rank -> sorted[rank]).toArray());
  }

  /**
   * Stores the scores of rows in parts, as {@code Predictor.measured} returns them; empty where
   * there is none.
   */
  public static Optional<ConformalScores> of(List<double[]> parts) {
    double[] all = parts.stream().flatMapToDouble(DoubleStream::of).toArray();
    return all.length == 0 ? Optional.empty() : Optional.of(of(all));
  }

  /**
   * The ranks of the stored scores among all scores, from zero. The last score is always stored.
   */
  private static int[] ranks(int count) {
    if (count <= MOST) {
      return IntStream.range(0, count).toArray();
    }
    double step = (count - 1.0) / (MOST - 1);
    return IntStream.range(0, MOST).map(i -> (int) Math.rint(i * step)).toArray();
  }

  /**
   * Returns the score that a share of new rows does not exceed; infinite if there are too few rows
   * to tell.
   *
   * @param level the share, above 0 and below 1
   */
  public double at(double level) {
    double rank = Math.ceil(level * (count + 1.0) * (1 - SINGLE));
    if (rank > count) {
      return Double.POSITIVE_INFINITY;
    }
    int[] ranks = ranks(count);
    int place = Arrays.binarySearch(ranks, (int) rank - 1);
    return values[place < 0 ? -place - 1 : place];
  }

  /** Builds the scores of levels, shaped {@code [k]}. */
  public Operand<TFloat32> at(Ops tf, Operand<TFloat32> levels) {
    int[] upTo = IntStream.of(ranks(count)).map(rank -> rank + 1).toArray();
    float[] scores = new float[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      scores[i] = (float) values[i];
    }
    scores[values.length] = Float.POSITIVE_INFINITY;
    Operand<TFloat64> share = tf.dtypes.cast(levels, TFloat64.class);
    Operand<TFloat64> rank =
        tf.math.ceil(tf.math.mul(share, tf.constant((count + 1.0) * (1 - SINGLE))));
    Operand<TInt32> first = tf.constant(0);
    Operand<TInt32> place =
        tf.squeeze(
            tf.lowerBound(
                tf.expandDims(tf.constant(upTo), first),
                tf.expandDims(tf.dtypes.cast(rank, TInt32.class), first)),
            Squeeze.axis(List.of(0L)));
    return tf.gather(tf.constant(scores), place, first);
  }

  /** Returns options of export with these scores in the description of the model. */
  public ExportOptions addedTo(ExportOptions options) {
    return options.describing(KEY, text());
  }

  private String text() {
    return DoubleStream.of(values)
        .mapToObj(value -> Float.toString((float) value))
        .collect(Collectors.joining(" ", count + " ", ""));
  }

  /**
   * Reads the scores in a model's description; empty if it has none.
   *
   * @throws IllegalArgumentException if it has something else in their place
   */
  public static Optional<ConformalScores> in(ModelDescription description) {
    return Optional.ofNullable(description.entries().get(KEY)).map(ConformalScores::parse);
  }

  private static ConformalScores parse(String text) {
    String[] parts = text.split(" ", -1);
    try {
      return new ConformalScores(
          Integer.parseInt(parts[0]),
          Arrays.stream(parts).skip(1).mapToDouble(Double::parseDouble).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number of rows and scores in the model's %s, got \"%s\""
              .formatted(KEY, Excerpt.of(text)),
          e);
    }
  }
}
