package io.github.tfflows.tables;

/**
 * Numbers, as they are.
 *
 * @param step the spacing of the values, such as 0.01 for two decimals; zero for none
 */
record NumberCoding(double step) implements Coding {
  @Override
  public double read(String text) {
    return Numbers.parse(text);
  }

  /** Returns the nearest number of the spacing. */
  @Override
  public Double written(double x) {
    return step > 0 ? Math.rint(x / step) * step : x;
  }

  @Override
  public String expected() {
    return "a number";
  }
}
