package io.github.tfflows.cli.synthetic;

import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.synthetic.SampleColumn;
import io.github.tfflows.tables.synthetic.TableSample;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.stat.StatUtils;
import org.tribuo.classification.Label;

/**
 * The quality of forests that predict a column of unseen rows from the other columns: one fitted to
 * draws, one to as many real rows. Rows without a value of the column are left out.
 *
 * @param measure the measure; higher is better
 * @param draws its value for the forest of the draws
 * @param real its value for the forest of real rows
 * @param trivial its value for a constant prediction
 * @param drawsRows the number of draws
 * @param realRows the number of real rows that the other forest was fitted to
 * @param testRows the number of rows that both were measured on
 */
public record TargetScore(
    String column,
    Measure measure,
    double draws,
    double real,
    double trivial,
    int drawsRows,
    int realRows,
    int testRows) {
  /** The measures of a prediction. */
  public enum Measure {
    /** The coefficient of determination of numbers, 1 for exact ones. */
    R_SQUARED("R²"),

    /** The area under the ROC curve of two categories. */
    AUROC("AUROC"),

    /** The share of categories that are right. */
    ACCURACY("accuracy");

    private final String text;

    Measure(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A part of the rows: the columns to predict from, and the column to predict. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Part(TableSample rows, double... target) {
    static Part of(TableSample sample, int column) {
      double[] values = sample.columns().get(column).values();
      int[] present =
          IntStream.range(0, values.length).filter(row -> !Double.isNaN(values[row])).toArray();
      return new Part(
          sample.without(column).select(present),
          sample.columns().get(column).select(present).values());
    }

    double mostFrequent() {
      return StatUtils.mode(target)[0];
    }
  }

  /**
   * Predicts a column.
   *
   * @param draws draws to learn from
   * @param real real rows to learn from
   * @param test other real rows to measure on
   * @param seed equal seeds give equal forests
   * @throws IllegalArgumentException if there is no such column, it is the only one, one of the
   *     three tables has no value of it, or it does not vary in the test rows
   */
  static TargetScore of(
      String name, TableSample draws, TableSample real, TableSample test, long seed) {
    int column = test.indexOf(name);
    if (test.columns().size() < 2) {
      throw new IllegalArgumentException(
          "there is no column to predict \"%s\" from".formatted(name));
    }
    Part synthetic = Part.of(draws, column);
    Part seen = Part.of(real, column);
    Part unseen = Part.of(test, column);
    int least = Math.min(synthetic.target.length, seen.target.length);
    long distinct = DoubleStream.of(unseen.target).distinct().count();
    if (least == 0 || distinct < 2) {
      throw new IllegalArgumentException(
          ("column \"%s\" cannot be predicted: expected values in draws and in rows, and two different"
                  + " values in the rows to measure on, got %s, %s and %s")
              .formatted(name, synthetic.target.length, seen.target.length, distinct));
    }
    Measure measure = measure(test.columns().get(column), distinct);
    return new TargetScore(
        name,
        measure,
        score(measure, synthetic, unseen, seed),
        score(measure, seen, unseen, seed),
        trivial(measure, seen, unseen),
        synthetic.target.length,
        seen.target.length,
        unseen.target.length);
  }

  private static Measure measure(SampleColumn column, long distinct) {
    if (!column.isNamed()) {
      return Measure.R_SQUARED;
    }
    return distinct == 2 ? Measure.AUROC : Measure.ACCURACY;
  }

  private static double score(Measure measure, Part training, Part test, long seed) {
    if (measure == Measure.R_SQUARED) {
      return rSquared(
          Forest.numbers(Forest.ofNumbers(training.rows, training.target, seed), test.rows),
          test.target);
    }
    Forest<Label> forest = Forest.ofNames(training.rows, training.target, seed);
    return measure == Measure.AUROC
        ? area(forest, test)
        : accuracy(Forest.places(forest, test.rows), test.target);
  }

  private static double trivial(Measure measure, Part training, Part test) {
    double[] constant = new double[test.target.length];
    return switch (measure) {
      case R_SQUARED -> {
        Arrays.fill(constant, StatUtils.mean(training.target));
        yield rSquared(constant, test.target);
      }
      case AUROC -> 0.5;
      case ACCURACY -> {
        Arrays.fill(constant, training.mostFrequent());
        yield accuracy(constant, test.target);
      }
    };
  }

  /** One minus the mean squared error over the variance. */
  static double rSquared(double[] predicted, double[] truth) {
    double mean = StatUtils.mean(truth);
    double error =
        IntStream.range(0, truth.length).mapToDouble(i -> square(truth[i] - predicted[i])).sum();
    return 1 - error / DoubleStream.of(truth).map(y -> square(y - mean)).sum();
  }

  private static double square(double x) {
    return x * x;
  }

  static double accuracy(double[] predicted, double[] truth) {
    long right = IntStream.range(0, truth.length).filter(i -> truth[i] == predicted[i]).count();
    return right / (double) truth.length;
  }

  /** The AUROC of the probability of the higher place. */
  private static double area(Forest<Label> forest, Part test) {
    double higher = DoubleStream.of(test.target).max().orElseThrow();
    double[] scores = Forest.probabilities(forest, test.rows, higher);
    return Auroc.of(
            IntStream.range(0, scores.length)
                .filter(i -> test.target[i] == higher)
                .mapToDouble(i -> scores[i])
                .toArray(),
            IntStream.range(0, scores.length)
                .filter(i -> test.target[i] != higher)
                .mapToDouble(i -> scores[i])
                .toArray())
        .value();
  }
}
