package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.evaluation.Kolmogorov;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;

/**
 * A column of the data and the same column of the draws.
 *
 * @param data the numbers observed
 * @param draws the numbers drawn
 * @param distance the largest difference of both distribution functions, from 0 to 1 (Kolmogorov
 *     and Smirnov); for names the largest difference of the shares of any set of names (total
 *     variation)
 * @param share the most frequent name, which replaces both summaries; empty for numbers
 */
public record Marginal(
    String column, Summary data, Summary draws, double distance, Optional<Share> share) {
  /** The least number of values to compare. */
  private static final int LEAST = 2;

  private static final String UNSEEN = "(a name that the fit has not seen)";

  /** The most frequent name of the data, with its shares of the observed and of the drawn names. */
  public record Share(String name, double data, double draws) {}

  /** The texts of a summary. Texts of dates and times are dates and times. */
  public record Written(String mean, String deviation, String low, String median, String high) {}

  /**
   * A summary of numbers, which carry noise where they have a spacing.
   *
   * @param mean their mean; for dates the days since the first of January 1970, for timestamps the
   *     seconds since then
   * @param deviation their standard deviation
   * @param low the quantile at 5 %, rounded to the spacing
   * @param median the median, rounded likewise
   * @param high the quantile at 95 %, rounded likewise
   * @param written their texts
   */
  public record Summary(
      double mean, double deviation, double low, double median, double high, Written written) {
    private static final Summary NONE =
        new Summary(
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            new Written("", "", "", "", ""));

    private static Summary of(ValueText text, double... values) {
      DescriptiveStatistics all = new DescriptiveStatistics(values);
      DoubleUnaryOperator value = text.value();
      double deviation =
          all.getStandardDeviation() * (value.applyAsDouble(1) - value.applyAsDouble(0));
      double low = text.rounded(all.getPercentile(5));
      double median = text.rounded(all.getPercentile(50));
      double high = text.rounded(all.getPercentile(95));
      return new Summary(
          value.applyAsDouble(all.getMean()),
          deviation,
          value.applyAsDouble(low),
          value.applyAsDouble(median),
          value.applyAsDouble(high),
          new Written(
              written(text, all.getMean()),
              written(ValueText.NUMBERS, deviation),
              written(text, low),
              written(text, median),
              written(text, high)));
    }

    private static String written(ValueText text, double number) {
      return Double.isNaN(number) ? "NaN" : text.format().apply(number);
    }
  }

  static List<Marginal> of(NamedRows named, Rows data, Rows draws) {
    List<String> columns = named.schema().entryNames();
    List<Marginal> marginals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double[] observed = Columns.present(data, i);
      double[] drawn = Columns.present(draws, i);
      if (named.texts().get(i).isNamed()) {
        marginals.add(ofNames(columns.get(i), named.texts().get(i), observed, drawn));
        continue;
      }
      marginals.add(
          new Marginal(
              columns.get(i),
              Summary.of(named.texts().get(i), observed),
              Summary.of(named.texts().get(i), drawn),
              observed.length < LEAST || drawn.length < LEAST
                  ? 0
                  : Kolmogorov.distance(observed, drawn),
              Optional.empty()));
    }
    return marginals;
  }

  private static Marginal ofNames(
      String column, ValueText text, double[] observed, double... drawn) {
    double[] data = shares(text.names().size() + 1, observed);
    double[] draws = shares(data.length, drawn);
    int most = 0;
    double apart = 0;
    for (int name = 0; name < data.length; name++) {
      most = data[name] > data[most] ? name : most;
      apart += Math.abs(data[name] - draws[name]) / 2;
    }
    String name = most < text.names().size() ? text.names().get(most) : UNSEEN;
    Share share = new Share(name, data[most], draws[most]);
    return new Marginal(column, Summary.NONE, Summary.NONE, apart, Optional.of(share));
  }

  /** The share of each name, and last the share of unseen names. */
  private static double[] shares(int places, double... names) {
    double[] shares = new double[places];
    for (double name : names) {
      shares[(int) Math.min(places - 1, Math.rint(name))]++;
    }
    return DoubleStream.of(shares).map(rows -> rows / Math.max(1, names.length)).toArray();
  }
}
