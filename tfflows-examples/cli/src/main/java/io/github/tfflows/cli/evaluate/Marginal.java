package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;

/**
 * A column of the data and the same column of the draws.
 *
 * @param column its name
 * @param data the numbers observed
 * @param draws the numbers drawn
 * @param distance the largest difference of both distribution functions, from 0 to 1 (Kolmogorov
 *     and Smirnov)
 */
public record Marginal(String column, Summary data, Summary draws, double distance) {
  /** Fewer numbers have no distribution to compare. */
  private static final int LEAST = 2;

  /**
   * A summary of numbers.
   *
   * @param mean their mean
   * @param deviation their standard deviation
   * @param low the quantile at 5 %
   * @param median the median
   * @param high the quantile at 95 %
   */
  public record Summary(double mean, double deviation, double low, double median, double high) {
    private static Summary of(double[] values) {
      DescriptiveStatistics all = new DescriptiveStatistics(values);
      return new Summary(
          all.getMean(),
          all.getStandardDeviation(),
          all.getPercentile(5),
          all.getPercentile(50),
          all.getPercentile(95));
    }
  }

  static List<Marginal> of(List<String> columns, Rows data, Rows draws) {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    List<Marginal> marginals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double[] observed = Columns.present(data, i);
      double[] drawn = Columns.present(draws, i);
      marginals.add(
          new Marginal(
              columns.get(i),
              Summary.of(observed),
              Summary.of(drawn),
              observed.length < LEAST || drawn.length < LEAST
                  ? 0
                  : test.kolmogorovSmirnovStatistic(observed, drawn)));
    }
    return marginals;
  }
}
