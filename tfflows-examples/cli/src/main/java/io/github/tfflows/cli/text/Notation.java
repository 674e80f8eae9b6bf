package io.github.tfflows.cli.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Formats of numbers for people. */
public final class Notation {
  private static final MathContext DIGITS = new MathContext(4);
  private static final double LEAST_P = 0.001;
  private static final double LARGE = 1e7;
  private static final double SMALL = 1e-4;

  /** Makes the one there is; templates call its methods. */
  public Notation() {}

  /**
   * Formats a p-value.
   *
   * @param value from 0 to 1
   * @return three digits, or an upper bound
   */
  public String pValue(double value) {
    return value < LEAST_P ? "< " + LEAST_P : String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * Formats a distance between distributions.
   *
   * @param value from 0 to 1
   * @return four digits
   */
  public String distance(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /**
   * Formats a score.
   *
   * @param value the score, or NaN where it is not defined
   * @return three digits, or a dash
   */
  public String score(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /**
   * Formats a number of unknown size.
   *
   * @param value the number
   * @return four significant digits
   */
  public String compact(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    double size = Math.abs(value);
    if (size >= LARGE || size < SMALL) {
      return String.format(Locale.ROOT, "%.3e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }

  /**
   * Formats a share.
   *
   * @param value from 0 to 1
   * @return percent with one decimal
   */
  public String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  /**
   * Formats a count.
   *
   * @param value the count
   * @return its digits in groups of three
   */
  public String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
