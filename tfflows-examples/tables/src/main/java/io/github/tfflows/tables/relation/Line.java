package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.profile.NumberScan;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A line {@code y = slope x + intercept} through pairs of numbers that are written with a number of
 * decimals. {@code halfX} is half a unit of the last decimal of x, or zero for unlimited decimals;
 * {@code halfY} is the same for y. {@code most} is the largest rounding error, which is small
 * relative to the numbers.
 */
record Line(double slope, double intercept, double halfX, double halfY, double most)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The relative difference by which computed numbers may differ, since double precision rounds
   * them.
   */
  static final double ROUNDING = 1e-12;

  /** The relative difference by which statistics of related columns may differ. */
  static final double LIKE = 1e-6;

  private static final int MOST_DIGITS = 15;

  /** The greatest divisor and the most digits of short numbers, and how many of them there are. */
  private static final int MOST_DIVISOR = 12;

  private static final int FEW_DIGITS = 4;
  private static final int MOST_NUMBERS = 4;

  /** A second line, with more decimals, is closer to the ends by this factor. */
  private static final double CLOSER = 10;

  /** The statistics of one of the two columns, and half a unit of its last decimal. */
  record Side(double low, double high, double mean, double deviation, double half) {
    static Side of(NumberScan numbers, TableColumn column) {
      double half = column.coding() instanceof NumberCoding all ? all.unit() / 2 : 0;
      return new Side(numbers.low(), numbers.high(), numbers.mean(), numbers.deviation(), half);
    }

    double range() {
      return high - low;
    }

    /** The position of the mean between the ends, from 0 to 1. */
    double place() {
      return (mean - low) / range();
    }
  }

  /** The lines through the ends of two columns whose distributions have the same shape. */
  static List<Line> between(Side x, Side y) {
    List<Line> lines = new ArrayList<>();
    if (!(x.range() > 0 && y.range() > 0 && Double.isFinite(x.range() + y.range()))) {
      return lines;
    }
    double like = LIKE + x.half / x.range() + y.half / y.range();
    if (Math.abs(x.deviation / x.range() - y.deviation / y.range()) > like) {
      return lines;
    }
    if (Math.abs(x.place() - y.place()) <= like) {
      lines.addAll(through(x, y, y.low, y.high));
    }
    if (Math.abs(x.place() - (1 - y.place())) <= like) {
      lines.addAll(through(x, y, y.high, y.low));
    }
    return lines;
  }

  /** The lines near both ends. Lines of short numbers come first. */
  private static List<Line> through(Side x, Side y, double atLow, double atHigh) {
    double exact = (atHigh - atLow) / x.range();
    double half = Math.min(y.half, x.half * Math.abs(exact));
    double rounding = Relation.Linear.rounding(1, List.of(x.low, x.high, atLow), atHigh);
    double near = 2 * half / x.range() + rounding * Math.abs(exact);
    Set<Line> lines = new LinkedHashSet<>();
    for (double slope : new double[] {shortest(exact, near), exact}) {
      double middle = ((atLow - slope * x.low) + (atHigh - slope * x.high)) / 2;
      double size = Math.max(Math.abs(slope) * Math.max(-x.low, x.high), Math.abs(middle));
      for (double distance : new double[] {half, half / CLOSER}) {
        double intercept = fewestDecimals(middle, distance + rounding * size);
        lines.add(new Line(slope, intercept, x.half, y.half, LIKE * y.range()));
      }
    }
    return List.copyOf(lines);
  }

  /** The number with the fewest digits near another number. */
  static double shortest(double number, double distance) {
    double near = distance + ROUNDING * Math.abs(number);
    for (int digits = 1; digits <= MOST_DIGITS; digits++) {
      double rounded = rounded(number, digits);
      double inverse = 1 / rounded(1 / number, digits);
      if (Math.abs(rounded - number) <= near && rounded != 0) {
        return rounded;
      }
      if (Math.abs(inverse - number) <= near && Double.isFinite(inverse)) {
        return inverse;
      }
    }
    return number;
  }

  /**
   * Short numbers near another number: fractions of small numbers, numbers of few digits, and parts
   * of larger whole numbers, such as the hours of a second.
   */
  static List<Double> shortNumbers(double number, double distance) {
    DoublePredicate isNear = near -> Math.abs(near - number) <= distance && near != 0;
    DoubleStream all =
        DoubleStream.concat(
            IntStream.rangeClosed(1, MOST_DIVISOR).mapToDouble(by -> Math.rint(by * number) / by),
            IntStream.rangeClosed(1, FEW_DIGITS).mapToDouble(digits -> rounded(number, digits)));
    DoubleStream parts =
        DoubleStream.of(rounded(1 / number, 2), Math.rint(1 / number))
            .filter(by -> Math.abs(by) > MOST_DIVISOR)
            .map(by -> 1 / by);
    return DoubleStream.concat(
            all.filter(isNear).distinct().limit(MOST_NUMBERS), parts.filter(isNear))
        .distinct()
        .boxed()
        .toList();
  }

  private static double rounded(double number, int digits) {
    return new BigDecimal(number).round(new MathContext(digits)).doubleValue();
  }

  /** The number with the fewest decimals near another number. */
  static double fewestDecimals(double number, double distance) {
    if (Math.abs(number) <= distance) {
      return 0;
    }
    for (int decimals = 0; decimals <= MOST_DIGITS; decimals++) {
      double rounded =
          new BigDecimal(number).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
      if (Math.abs(rounded - number) <= distance) {
        return rounded;
      }
    }
    return number;
  }

  /** Returns whether each of two numbers follows from the other. */
  boolean contains(double x, double y) {
    double size = Math.max(Math.abs(slope * x), Math.abs(intercept));
    double apart = Math.abs(slope * x + intercept - y);
    double rounding = Math.min(most, Relation.Linear.rounding(size, List.of(x), y));
    return apart <= halfY + rounding
        && apart / Math.abs(slope) <= halfX + rounding / Math.abs(slope);
  }
}
