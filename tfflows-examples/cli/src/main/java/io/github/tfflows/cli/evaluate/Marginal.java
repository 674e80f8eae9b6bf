package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
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
   * A summary of numbers, which carry noise where they have a spacing.
   *
   * @param mean their mean
   * @param deviation their standard deviation
   * @param low the quantile at 5 %, rounded to the spacing
   * @param median the median, rounded likewise
   * @param high the quantile at 95 %, rounded likewise
   */
  public record Summary(double mean, double deviation, double low, double median, double high) {
    private static Summary of(ValueText text, double... values) {
      DescriptiveStatistics all = new DescriptiveStatistics(values);
      DoubleUnaryOperator value = text.value();
      return new Summary(
          value.applyAsDouble(all.getMean()),
          all.getStandardDeviation() * (value.applyAsDouble(1) - value.applyAsDouble(0)),
          value.applyAsDouble(text.rounded(all.getPercentile(5))),
          value.applyAsDouble(text.rounded(all.getPercentile(50))),
          value.applyAsDouble(text.rounded(all.getPercentile(95))));
    }
  }

  static List<Marginal> of(NamedRows named, Rows data, Rows draws) {
    List<String> columns = named.columns();
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    List<Marginal> marginals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double[] observed = Columns.present(data, i);
      double[] drawn = Columns.present(draws, i);
      marginals.add(
          new Marginal(
              columns.get(i),
              Summary.of(named.texts().get(i), observed),
              Summary.of(named.texts().get(i), drawn),
              observed.length < LEAST || drawn.length < LEAST
                  ? 0
                  : test.kolmogorovSmirnovStatistic(observed, drawn)));
    }
    return marginals;
  }
}
