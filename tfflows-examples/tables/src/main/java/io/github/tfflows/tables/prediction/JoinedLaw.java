package io.github.tfflows.tables.prediction;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The distributions of rows of which some have one law and others another.
 *
 * @param laws each is of its own rows, in their order
 * @param places the index of the law of each row
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record JoinedLaw(List<Law> laws, int[] places) implements Law {
  /**
   * Returns the predictions of rows of which some are drawn.
   *
   * @param parts each is of its own rows, in their order
   * @param places the index of the part of each row
   */
  static Predictions joined(List<Predictions> parts, int... places) {
    Predictions first = parts.get(0);
    double[] missing = all(parts.stream().map(Predictions::missing).toList(), places);
    return first.column().kind().isNamed()
        ? Predictions.of(
            first.column(),
            all(parts.stream().map(Predictions::probabilities).toList(), places),
            missing,
            first.conformal())
        : Predictions.of(
            first.column(),
            new JoinedLaw(parts.stream().map(Predictions::law).toList(), places),
            missing,
            first.conformal());
  }

  @Override
  public int count() {
    return places.length;
  }

  @Override
  public Method method() {
    return Method.DRAWS;
  }

  @Override
  public double[] quantiles(QuantileLevels levels) {
    return each((law, rows) -> law.quantiles(levels));
  }

  @Override
  public double[] nodes() {
    return each((law, rows) -> law.nodes());
  }

  @Override
  public double[] cdf(double[] x) {
    return each((law, rows) -> law.cdf(IntStream.of(rows).mapToDouble(row -> x[row]).toArray()));
  }

  @Override
  public boolean isExact() {
    return laws.stream().allMatch(Law::isExact);
  }

  @Override
  public double[] logProb(float[] x) {
    return each((law, rows) -> law.logProb(ofRows(x, rows)));
  }

  private static float[] ofRows(float[] x, int... rows) {
    float[] some = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      some[i] = x[rows[i]];
    }
    return some;
  }

  /** Returns something of each row, by the laws and their rows. */
  private double[] each(BiFunction<Law, int[], double[]> function) {
    return all(
        IntStream.range(0, laws.size())
            .mapToObj(law -> function.apply(laws.get(law), rows(law)))
            .toList(),
        places);
  }

  private int[] rows(int law) {
    return IntStream.range(0, places.length).filter(row -> places[row] == law).toArray();
  }

  /**
   * Returns values by the order of all rows.
   *
   * @param values the values of the rows of each place, in their order; equally many for each row
   */
  private static double[] all(List<double[]> values, int... places) {
    double[] all = new double[values.stream().mapToInt(some -> some.length).sum()];
    int each = all.length / places.length;
    int[] next = new int[values.size()];
    for (int row = 0; row < places.length; row++) {
      int from = next[places[row]]++;
      System.arraycopy(values.get(places[row]), from * each, all, row * each, each);
    }
    return all;
  }

  @Override
  public Law select(int... rows) {
    int[] chosen = IntStream.of(rows).map(row -> places[row]).toArray();
    List<Law> some =
        IntStream.range(0, laws.size())
            .mapToObj(
                law ->
                    laws.get(law)
                        .select(
                            IntStream.of(rows)
                                .filter(row -> places[row] == law)
                                .map(this::ofItsLaw)
                                .toArray()))
            .toList();
    boolean isOne = IntStream.of(chosen).distinct().count() == 1;
    return isOne ? some.get(chosen[0]) : new JoinedLaw(some, chosen);
  }

  /** The index of a row among those of its law. */
  private int ofItsLaw(int row) {
    return (int) IntStream.range(0, row).filter(i -> places[i] == places[row]).count();
  }
}
