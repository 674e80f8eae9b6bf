package io.github.tfflows.tables.prediction;

import io.github.tfflows.tables.density.RowLayout;

/**
 * The law of a cell by the distribution functions of a model of which any cells can be given.
 *
 * @param cell a number without phases
 */
record CellLaw(AnyCell cell) implements Law {
  @Override
  public int count() {
    return cell.events().count();
  }

  @Override
  public Method method() {
    return Method.CLOSED_FORM;
  }

  /** Returns the distribution functions of the cell, given that its value is there. */
  private EntryLaw entry() {
    RowLayout layout = cell.schema().layout();
    return new EntryLaw(cell.there(), layout.size(), layout.value(cell.target()));
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    return entry().quantiles(levels, count());
  }

  @Override
  public double[] cdf(float[] x) {
    return entry().cdf(cell.events(x));
  }

  @Override
  public double[] logProb(float[] x) {
    return cell.logProb(x);
  }

  @Override
  public Law select(int... rows) {
    return new CellLaw(cell.select(rows));
  }
}
