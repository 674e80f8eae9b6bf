package io.github.tfflows.tables.synthetic;

import java.util.stream.IntStream;

/**
 * The share of rows that are closer to the training rows of a model than to as many unseen rows. A
 * row that is as close to both counts half. It is about 0.5 unless a model repeats its training
 * rows.
 *
 * @param draws the share of the draws
 * @param real the share of real rows that the model has not seen
 * @param rows the number of training rows, and of unseen rows
 */
public record Copies(double draws, double real, int rows) {
  /** Compares draws, and real rows, with training rows and as many unseen rows. */
  public static Copies of(
      TableSample training, TableSample unseen, TableSample draws, TableSample real) {
    int rows = Math.min(training.count(), unseen.count());
    ClosestRows seen = new ClosestRows(training.first(rows));
    ClosestRows others = new ClosestRows(unseen.first(rows));
    return new Copies(closer(draws, seen, others), closer(real, seen, others), rows);
  }

  private static double closer(TableSample rows, ClosestRows seen, ClosestRows others) {
    double[] near = seen.distances(rows);
    double[] far = others.distances(rows);
    return IntStream.range(0, near.length)
        .mapToDouble(i -> near[i] < far[i] ? 1 : near[i] == far[i] ? 0.5 : 0)
        .average()
        .orElse(Double.NaN);
  }
}
