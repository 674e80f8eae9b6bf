package io.github.tfflows.tables.evaluation;

/**
 * The test of Kolmogorov and Smirnov of whether numbers are uniform on [0, 1].
 *
 * @param distance the largest difference of their distribution function from the uniform one, from
 *     0 to 1; with 0.02, no interval from zero has more than 2 % of the rows too many or too few
 * @param pValue the probability of a distance at least as large for uniform numbers
 */
public record Uniformity(String what, double distance, double pValue) {
  /** Tests numbers in [0, 1]. */
  public static Uniformity of(String what, double[] values) {
    double distance = Kolmogorov.distance(values);
    return new Uniformity(what, distance, Kolmogorov.pValue(distance, values.length));
  }
}
