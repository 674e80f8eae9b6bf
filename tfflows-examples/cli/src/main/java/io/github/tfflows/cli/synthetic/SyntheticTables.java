package io.github.tfflows.cli.synthetic;

import io.github.tfflows.tables.synthetic.TableSample;
import java.util.List;
import java.util.Optional;

/**
 * Draws of a model and the rows to compare them with.
 *
 * @param real as many real rows; for a conditional model, with the same conditions
 * @param reference as many other real rows, with which draws and real rows are compared
 * @param training the rows that the model was fitted to, where they are known
 */
public record SyntheticTables(
    TableSample draws, TableSample real, TableSample reference, Optional<TableSample> training) {
  /**
   * Cuts the samples to the length of the shortest.
   *
   * @param draws draws in random order
   * @param real real rows; for a conditional model, with the conditions of the draws, in the same
   *     order
   * @param reference other real rows in random order
   * @param training the rows that the model was fitted to in random order, where they are known
   */
  public static SyntheticTables of(
      TableSample draws, TableSample real, TableSample reference, Optional<TableSample> training) {
    int count =
        List.of(draws, real, reference).stream().mapToInt(TableSample::count).min().orElseThrow();
    return new SyntheticTables(
        draws.first(count), real.first(count), reference.first(count), training);
  }

  /** Returns the number of rows of each sample, training rows aside. */
  public int rows() {
    return draws.count();
  }
}
