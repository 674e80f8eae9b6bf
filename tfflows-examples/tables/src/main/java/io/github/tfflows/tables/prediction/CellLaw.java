package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.density.RowLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The law of a cell by the distribution functions of a model of which any cells can be given: point
 * masses, if the column has some, beside a density of all other values:
 *
 * <pre>{@code
 * F(x) = P(none) F_other(x) + Σ P(mass) min(max((x - mass)/step + ½, 0), 1)
 * }</pre>
 *
 * <p>The quantile of {@code p} is the mass whose rise contains {@code p}, or else the quantile of
 * the others at {@code (p - Σ P(mass)) / P(none)}, with the sum over the masses passed.
 *
 * @param masses the point masses of its column
 * @param ofMasses the probability of each, row by row
 * @param ofNone the probability of none of them in each row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CellLaw(AnyCell cell, PointMasses masses, double[] ofMasses, double[] ofNone)
    implements Law {
  /** The greatest probability below one in single precision. */
  private static final double MOST = 1 - Math.ulp(1f) / 2;

  private static final double ROUNDING = 1e-9;

  /** Computes the probabilities of the masses. */
  static CellLaw of(AnyCell cell) {
    PointMasses masses = cell.schema().modelled().get(cell.target()).masses();
    int count = masses.values().size();
    double[] ofMasses = new double[Math.multiplyExact(cell.events().count(), count)];
    double[] ofNone = new double[cell.events().count()];
    if (count == 0) {
      Arrays.fill(ofNone, 1);
      return new CellLaw(cell, masses, ofMasses, ofNone);
    }
    double[] outcomes = cell.ofMasses(1 + count);
    Arrays.setAll(ofNone, row -> Math.exp(outcomes[row * (1 + count)]));
    Arrays.setAll(ofMasses, i -> Math.exp(outcomes[i + i / count + 1]));
    return new CellLaw(cell, masses, ofMasses, ofNone);
  }

  private static float[] inEachRow(PointMasses masses, int rows) {
    float[] all = new float[Math.multiplyExact(rows, masses.values().size())];
    for (int i = 0; i < all.length; i++) {
      all[i] = masses.values().get(i % masses.values().size()).floatValue();
    }
    return all;
  }

  @Override
  public int count() {
    return ofNone.length;
  }

  @Override
  public Method method() {
    return Method.CLOSED_FORM;
  }

  /**
   * The end from which probabilities are counted, and the probabilities of others between the end
   * and each mass.
   */
  private record Side(boolean isLow, double[] others) {}

  /**
   * The place of a quantile: within a mass (NaN elsewhere), and the probability of others between
   * it and the end.
   */
  private record Place(double ofMass, double ofOthers) {}

  /** The distribution functions of the cell, given that its value is there and no point mass. */
  private EntryLaw others() {
    RowLayout layout = cell.schema().layout();
    return new EntryLaw(cell.there(), layout.eventSize(), layout.value(cell.target()));
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    EntryLaw others = others();
    if (masses.isEmpty()) {
      return others.quantiles(levels, count());
    }
    Rows events = cell.events(inEachRow(masses, count()));
    Place[] places = new Place[Math.multiplyExact(count(), levels.count())];
    if (levels.low().length > 0) {
      put(places, levels, levels.low(), new Side(/* isLow= */ true, others.cdf(events)));
    }
    if (levels.high().length > 0) {
      put(places, levels, levels.high(), new Side(/* isLow= */ false, others.survival(events)));
    }
    double[] all =
        others.quantiles(
            levels, count(), (row, level) -> places[row * levels.count() + level].ofOthers);
    for (int i = 0; i < all.length; i++) {
      all[i] = Double.isNaN(places[i].ofMass) ? all[i] : places[i].ofMass;
    }
    return all;
  }

  private void put(Place[] all, QuantileLevels levels, int[] some, Side side) {
    for (int row = 0; row < count(); row++) {
      for (int level : some) {
        all[row * levels.count() + level] = place(row, levels.passed(level), side);
      }
    }
  }

  private Place place(int row, double p, Side side) {
    int count = masses.values().size();
    double passed = 0;
    for (int i = 0; i < count; i++) {
      int mass = side.isLow ? i : count - 1 - i;
      int index = row * count + mass;
      double share = (p - passed - ofNone[row] * side.others[index]) / ofMasses[index];
      if (!(share >= 0)) {
        break;
      }
      if (share <= 1 + ROUNDING) {
        double within = (side.isLow ? share - 0.5 : 0.5 - share) * masses.step();
        return new Place(masses.values().get(mass) + within, 0.5);
      }
      passed += ofMasses[index];
    }
    double ofOthers = (p - passed) / Math.max(Float.MIN_NORMAL, ofNone[row]);
    return new Place(Double.NaN, Math.max(Float.MIN_NORMAL, Math.min(MOST, ofOthers)));
  }

  @Override
  public double[] cdf(float[] x) {
    double[] all = others().cdf(cell.events(x));
    int count = masses.values().size();
    for (int row = 0; row < all.length; row++) {
      all[row] *= ofNone[row];
      for (int mass = 0; mass < count; mass++) {
        all[row] += ofMasses[row * count + mass] * counted(x[row] - masses.values().get(mass));
      }
    }
    return all;
  }

  /** The share of a mass below a number, by its distance above the mass. */
  private double counted(double beyond) {
    if (masses.step() == 0) {
      return beyond >= 0 ? 1 : 0;
    }
    return Math.max(0, Math.min(1, beyond / masses.step() + 0.5));
  }

  @Override
  public double[] logProb(float[] x) {
    return cell.logProb(x);
  }

  @Override
  public Law select(int... rows) {
    int count = masses.values().size();
    double[] selected = new double[rows.length * count];
    Arrays.setAll(selected, i -> ofMasses[rows[i / count] * count + i % count]);
    return new CellLaw(
        cell.select(rows),
        masses,
        selected,
        IntStream.of(rows).mapToDouble(i -> ofNone[i]).toArray());
  }
}
