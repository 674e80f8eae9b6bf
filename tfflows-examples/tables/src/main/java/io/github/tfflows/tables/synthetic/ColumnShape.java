package io.github.tfflows.tables.synthetic;

import io.github.tfflows.tables.evaluation.Kolmogorov;

/**
 * The similarity of a column in two samples, by its present values: one minus the distance of
 * Kolmogorov and Smirnov for numbers (KSComplement), one minus the total variation distance for
 * categories (TVComplement). The score is one for equal distributions, never below zero, and NaN
 * where a sample has no value.
 */
public record ColumnShape(String column, String metric, double score) {
  private static final String KS = "KSComplement";
  private static final String TV = "TVComplement";

  static ColumnShape of(SampleColumn real, SampleColumn synthetic) {
    double[] x = real.present();
    double[] y = synthetic.present();
    String metric = real.isNamed() ? TV : KS;
    return new ColumnShape(
        real.name(), metric, x.length == 0 || y.length == 0 ? Double.NaN : score(metric, x, y));
  }

  private static double score(String metric, double[] x, double[] y) {
    return 1
        - (metric.equals(TV)
            ? Frequencies.of(x).variation(Frequencies.of(y))
            : Kolmogorov.distance(x, y));
  }
}
