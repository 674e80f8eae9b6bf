package io.github.tfflows.tables.column;

/** Origin and positive unit of the numbers of a flow, {@code number = (value - origin) / unit}. */
public record Scale(double origin, double unit) {
  /** Numbers without a change. */
  public static final Scale PLAIN = new Scale(0, 1);

  public double number(double value) {
    return (value - origin) / unit;
  }

  double value(double number) {
    return origin + unit * number;
  }
}
