package io.github.tfflows.tables;

/**
 * Origin and unit of the numbers by which values enter a flow, {@code number = (value - origin) /
 * unit}.
 *
 * @param origin the value of the number zero
 * @param unit the distance of the value of the number one, positive
 */
record Scale(double origin, double unit) {
  /** Numbers as they stand. */
  static final Scale PLAIN = new Scale(0, 1);

  /** Numbers of single precision within a step, or a spread, below which an origin is needed. */
  private static final double FINE_STEPS = 8;

  private static final double FINE_SPREAD = 1 << 12;

  /** Values must be so many times as large as their spread to gain by an origin. */
  private static final double LEAST_GAIN = 4;

  /** Spreads beyond have a unit of their own, so that single precision holds their squares. */
  private static final double LARGEST_SPREAD = 1e15;

  /**
   * Returns the scale of a column: that of plain numbers, unless single precision is too coarse for
   * them. Positive numbers, of which a flow sees the logarithm, and those on a circle keep their
   * origin.
   *
   * @param kind the kind of the column
   * @param step the spacing of its values; zero for none
   * @param bulk a sample of its values
   */
  static Scale of(ColumnKind kind, double step, Bulk bulk) {
    if (kind instanceof ColumnKind.Bounded within) {
      Bulk ends = new Bulk(within.low(), within.high());
      return new Scale(isCoarse(0, ends) ? within.low() : 0, unit(ends.width()));
    }
    if (kind instanceof ColumnKind.Positive) {
      return new Scale(0, step > 0 ? 1 : unit(bulk.median()));
    }
    if (kind instanceof ColumnKind.Real || kind instanceof ColumnKind.Whole) {
      double origin = isCoarse(step, bulk) ? origin(step, bulk) : 0;
      return new Scale(origin, step > 0 ? 1 : unit(bulk.width()));
    }
    return PLAIN;
  }

  private static boolean isCoarse(double step, Bulk bulk) {
    double wanted = step > 0 ? step / FINE_STEPS : bulk.width() / FINE_SPREAD;
    double size = bulk.size();
    return size * Math.ulp(1f) > wanted && size > LEAST_GAIN * bulk.width();
  }

  /** The median, rounded to the spacing or to a power of ten below the width. */
  private static double origin(double step, Bulk bulk) {
    double grid = step > 0 ? step : Math.pow(10, Math.floor(Math.log10(bulk.width())));
    double inverse = Math.rint(1 / grid);
    double rounded =
        grid < 1
            ? Math.rint(bulk.median() * inverse) / inverse
            : Math.rint(bulk.median() / grid) * grid;
    return Double.isFinite(rounded) ? rounded : bulk.median();
  }

  /** One, or the power of ten next to a size that is far from it. */
  private static double unit(double size) {
    boolean isUsual = size >= 1 / LARGEST_SPREAD && size <= LARGEST_SPREAD;
    return isUsual || !(size > 0) ? 1 : Math.pow(10, Math.rint(Math.log10(size)));
  }

  /** Returns the number of a value. */
  double number(double value) {
    return (value - origin) / unit;
  }

  /** Returns the value of a number. */
  double value(double number) {
    return origin + unit * number;
  }
}
