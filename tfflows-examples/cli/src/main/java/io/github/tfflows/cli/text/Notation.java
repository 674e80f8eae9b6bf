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

  /** Makes a notation, whose methods templates call. */
  public Notation() {}

  /** Formats a p-value with three digits, or as an upper bound. */
  public String pValue(double value) {
    return value < LEAST_P ? "< " + LEAST_P : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Formats a distance between distributions, from 0 to 1, with four digits. */
  public String distance(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** Formats a score with three digits, or as a dash where it is NaN, not defined. */
  public String score(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  /** Formats a number of unknown size with four significant digits. */
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

  /** Formats a share from 0 to 1 as percent with one decimal. */
  public String percent(double value) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * value);
  }

  /** Formats a count, its digits in groups of three. */
  public String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
