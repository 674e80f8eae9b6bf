package io.github.tfflows.gallery.worked;

import io.github.tfflows.gallery.plot.Doubles;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.StatUtils;

/** Statistics of single-precision numbers, by Hipparchus. */
final class Statistics {
  static double mean(float... values) {
    return StatUtils.mean(Doubles.of(values));
  }

  static double deviation(double... values) {
    return Math.sqrt(StatUtils.populationVariance(values));
  }

  static double shareBelow(double limit, double... values) {
    return DoubleStream.of(values).filter(value -> value < limit).count() / (double) values.length;
  }

  /** The share of numbers that are not above a limit; NaN counts as not above. */
  static double shareNotAbove(double limit, double... values) {
    long above = DoubleStream.of(values).filter(value -> value > limit).count();
    return (values.length - above) / (double) values.length;
  }

  private Statistics() {}
}
