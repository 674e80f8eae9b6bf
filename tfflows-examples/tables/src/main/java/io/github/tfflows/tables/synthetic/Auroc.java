package io.github.tfflows.tables.synthetic;

import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.sketch.SortedNumbers;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The area under the ROC curve: the probability that a score of one class is above a score of the
 * other, where equal scores count half. It is 0.5 if scores do not tell the classes apart. The
 * standard error follows DeLong et al. (1988, doi:10.2307/2531595); it is zero if a class has one
 * score only.
 */
public record Auroc(double value, double standardError) {
  /**
   * Compares the scores of two classes.
   *
   * @param positive the scores of the class that should have the higher ones, at least one
   * @param negative the scores of the other class, at least one
   * @throws IllegalArgumentException if a class has no score
   */
  public static Auroc of(double[] positive, double[] negative) {
    if (positive.length == 0 || negative.length == 0) {
      throw new IllegalArgumentException(
          "expected scores of both classes, got %s and %s"
              .formatted(positive.length, negative.length));
    }
    double[] above = ranks(positive, SortedNumbers.of(negative));
    double[] below = ranks(negative, SortedNumbers.of(positive));
    double variance = squaredError(above) + squaredError(below);
    return new Auroc(above.length < 2 ? above[0] : Mean.of(above).value(), Math.sqrt(variance));
  }

  private static double squaredError(double... values) {
    double error = values.length < 2 ? 0 : Mean.of(values).standardError();
    return error * error;
  }

  private static double[] ranks(double[] scores, SortedNumbers others) {
    return DoubleStream.of(scores).map(others::rank).toArray();
  }

  /** The area and its error, for people: {@code 0.523 ± 0.006}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f ± %.3f", value, standardError);
  }
}
