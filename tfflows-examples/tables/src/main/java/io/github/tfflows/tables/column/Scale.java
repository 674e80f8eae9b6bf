package io.github.tfflows.tables.column;

/**
 * Origin and unit of the numbers by which values enter a flow, {@code number = (value - origin) /
 * unit}.
 *
 * @param origin the value of the number zero
 * @param unit the distance of the value of the number one, positive
 */
public record Scale(double origin, double unit) {
  /** Numbers as they stand. */
  public static final Scale PLAIN = new Scale(0, 1);

  /** Returns the number of a value. */
  public double number(double value) {
    return (value - origin) / unit;
  }

  /** Returns the value of a number. */
  double value(double number) {
    return origin + unit * number;
  }
}
