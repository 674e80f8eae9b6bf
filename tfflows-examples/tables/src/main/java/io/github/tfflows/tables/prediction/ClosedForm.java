package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import java.util.Arrays;
import java.util.Optional;

/**
 * The predictive distribution of a model of one column, by its distribution functions. If the
 * column has gaps, a bit precedes the number and is one if the number is present; the filler
 * replaces a missing number.
 */
record ClosedForm(CompiledDistribution model, Rows contexts, boolean hasGaps, float filler)
    implements Law {
  @Override
  public int count() {
    return contexts.count();
  }

  @Override
  public Method method() {
    return Method.CLOSED_FORM;
  }

  @Override
  public Law select(int... rows) {
    return new ClosedForm(model, contexts.select(rows), hasGaps, filler);
  }

  /** Returns the events of present values: the bit, if the column has one, and the value. */
  private Rows events(float[] x) {
    if (!hasGaps) {
      return Rows.of(x, 1);
    }
    float[] events = new float[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      events[2 * i] = 1;
      events[2 * i + 1] = x[i];
    }
    return Rows.of(events, 2);
  }

  /** Returns the numbers among the entries of events. */
  private EntryLaw entry() {
    return new EntryLaw(given(contexts), hasGaps ? 2 : 1, hasGaps ? 1 : 0);
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    return entry().quantiles(levels, count());
  }

  private Density given(Rows each) {
    return each.size() == 0 ? model : model.given(each);
  }

  @Override
  public double[] cdf(double[] x) {
    return entry().cdf(events(AnyCell.finite(x)));
  }

  @Override
  public double[] logProb(float[] x) {
    double[] all = joint(x);
    double[] present = present();
    for (int i = 0; i < all.length; i++) {
      all[i] -= Math.log(present[i]);
    }
    return all;
  }

  /** Returns the joint log-densities of values and of their presence. */
  double[] joint(float[] x) {
    return AnyCell.doubles(given(contexts).logProb(events(x)));
  }

  /** Returns the log-probabilities of all categories, row by row, if the model has them as one. */
  Optional<double[]> categories() {
    return given(contexts).categories().map(each -> AnyCell.doubles(each.values()));
  }

  /**
   * Returns the probabilities that the value is present. Small ones keep their digits; those below
   * the smallest float are NaN.
   */
  private double[] present() {
    double[] present = new double[count()];
    Arrays.fill(present, 1);
    if (hasGaps && count() > 0) {
      Rows above = given(contexts).survival(absent());
      Arrays.setAll(present, i -> above.values()[2 * i]);
      Arrays.setAll(present, i -> present[i] > 0 ? present[i] : Double.NaN);
    }
    return present;
  }

  /** The events without a value, whose bit is zero. */
  private Rows absent() {
    float[] events = new float[2 * count()];
    for (int i = 0; i < count(); i++) {
      events[2 * i + 1] = filler;
    }
    return Rows.of(events, 2);
  }

  /** Returns the probability of a missing value, one a row. */
  double[] missing() {
    double[] missing = new double[count()];
    if (hasGaps && count() > 0) {
      float[] logProb = given(contexts).logProb(absent());
      Arrays.setAll(missing, i -> Math.exp(logProb[i]));
    }
    return missing;
  }
}
