package io.github.tfflows.gallery.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A round number on an axis.
 *
 * @param at the number
 * @param label how it is written
 */
record Tick(double at, String label) {
  private static final double[] STEPS = {1, 2, 5, 10};
  private static final int PLAIN_BELOW = 6;

  /** Multiples of 1, 2 or 5 times a power of ten within a range, {@code most} at the most. */
  static List<Tick> in(Range range, int most) {
    double width = range.high() - range.low();
    double power = Math.pow(10, Math.floor(Math.log10(width / most)));
    for (double factor : STEPS) {
      List<Tick> ticks = multiples(range, factor * power);
      if (ticks.size() <= most) {
        return ticks;
      }
    }
    return multiples(range, 20 * power);
  }

  private static List<Tick> multiples(Range range, double step) {
    List<Tick> ticks = new ArrayList<>();
    long first = (long) Math.ceil(range.low() / step - 1e-9);
    long last = (long) Math.floor(range.high() / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(new Tick(i * step, label(i * step, step)));
    }
    return ticks;
  }

  /** With the digits that the step needs; powers of ten for very large and very small numbers. */
  private static String label(double value, double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_EVEN);
    if (rounded.signum() == 0) {
      return "0";
    }
    double size = Math.abs(rounded.doubleValue());
    boolean plain = size < Math.pow(10, PLAIN_BELOW - 1) && digits < PLAIN_BELOW - 1;
    return plain ? rounded.toPlainString() : scientific(rounded);
  }

  private static String scientific(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return shortest.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }
}
