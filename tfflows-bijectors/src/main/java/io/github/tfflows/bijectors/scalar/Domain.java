package io.github.tfflows.bijectors.scalar;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.Mapped;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The domain or range of a scalar bijector.
 *
 * @param low its lower bound, or minus infinity
 * @param high its upper bound, or infinity
 */
public record Domain(Kind kind, double low, double high) {
  /** The kinds of sets. */
  public enum Kind {
    /** All real numbers. */
    REALS,

    /** The numbers on one side of a bound. */
    HALF_LINE,

    /** The numbers between two bounds. */
    INTERVAL,

    /** Angles, or other periodic numbers. */
    CIRCLE
  }

  /** All real numbers. */
  public static final Domain REALS = unbounded(Kind.REALS);

  public static final Domain POSITIVE = above(0);

  /** The numbers from zero to one. */
  public static final Domain UNIT = interval(0, 1);

  /** Angles, or other periodic numbers. */
  public static final Domain CIRCLE = unbounded(Kind.CIRCLE);

  private static Domain unbounded(Kind kind) {
    return new Domain(kind, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  public static Domain above(double low) {
    return new Domain(Kind.HALF_LINE, low, Double.POSITIVE_INFINITY);
  }

  public static Domain below(double high) {
    return new Domain(Kind.HALF_LINE, Double.NEGATIVE_INFINITY, high);
  }

  /** Returns the numbers between two bounds. */
  public static Domain interval(double low, double high) {
    return new Domain(Kind.INTERVAL, low, high);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case REALS, CIRCLE -> kind.toString();
      case HALF_LINE, INTERVAL -> "%s[%s, %s]".formatted(kind, low, high);
    };
  }

  /** Returns whether both sides are bounded. */
  public boolean isInterval() {
    return kind == Kind.INTERVAL;
  }

  /**
   * Sets log-slopes to minus infinity outside this set, where a density is zero. Bounds belong to
   * the set, since draws round to them. Gradients are unchanged.
   *
   * @param y any points
   * @param mapped their images and log-slopes, finite everywhere
   */
  Mapped supporting(Expr y, Mapped mapped) {
    Expr logSlope = mapped.logDet();
    if (low > Double.NEGATIVE_INFINITY) {
      logSlope = logSlope.plus(y.atLeast(low).logIndicator());
    }
    if (high < Double.POSITIVE_INFINITY) {
      Condition within = y.atMost(y.scope().constant(high));
      logSlope = logSlope.plus(within.logIndicator());
    }
    return new Mapped(mapped.value(), logSlope);
  }

  /**
   * Checks that a network can read points of this domain.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void requireReadable(Object map, Predicate<Domain> reads) {
    if (!reads.test(this)) {
      throw new IllegalArgumentException(
          "%s moves points on a %s, which the network reads as numbers; expected a network of"
                  .formatted(map, kind.name().toLowerCase(Locale.ROOT))
              + " periodic features");
    }
  }
}
