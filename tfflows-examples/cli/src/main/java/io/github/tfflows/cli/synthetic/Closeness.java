package io.github.tfflows.cli.synthetic;

import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;

/**
 * The distances of rows to the closest row of a reference, from 0 to 1.
 *
 * @param lowest the quantile at 1 %
 * @param low the quantile at 5 %
 * @param median the median
 * @param copies the share of rows that equal a row of the reference
 */
public record Closeness(double lowest, double low, double median, double copies) {
  static Closeness of(double... distances) {
    return new Closeness(
        StatUtils.percentile(distances, 1),
        StatUtils.percentile(distances, 5),
        StatUtils.percentile(distances, 50),
        DoubleStream.of(distances).filter(distance -> distance == 0).count()
            / (double) distances.length);
  }
}
