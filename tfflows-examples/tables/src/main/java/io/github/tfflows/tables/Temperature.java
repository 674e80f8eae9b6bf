package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The temperature of the probabilities of a name: the number by which its logits are divided. It
 * maximizes the likelihood of rows that the models did not learn from (Guo and others, 2017, On
 * Calibration of Modern Neural Networks, arXiv:1706.04599). It is at least one, since networks are
 * overconfident even with early stopping.
 */
final class Temperature {
  private static final double LARGEST = 5;
  private static final int HALVINGS = 40;

  /**
   * The log-probabilities of all names in a row, and the index of the row's own name, which is
   * known.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(double[] logs, int name, double weight) {
    /** The derivative of the log-loss by the inverse temperature. */
    double slope(double inverse) {
      double most = Arrays.stream(logs).max().orElseThrow();
      double sum = 0;
      double mean = 0;
      for (double log : logs) {
        double share = Math.exp(inverse * (log - most));
        sum += share;
        mean += share * log;
      }
      return weight * (mean / sum - logs[name]);
    }
  }

  /**
   * Returns the temperature of models of one name given other columns, computed from the rows that
   * each model did not learn from; one for other models.
   */
  static double of(TableSchema schema, List<CompiledDistribution> models, List<Data> heldOut) {
    Optional<TableColumn> column = Predictor.onlyColumn(schema).filter(Temperature::hasLogits);
    if (column.isEmpty() || schema.given().isEmpty()) {
      return 1;
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < models.size() && heldOut.get(i).count() > 0; i++) {
      Predictor predictor =
          Predictor.of(models.get(i), schema, column.get().name(), Optional.empty());
      rows.addAll(rows(predictor, heldOut.get(i)));
    }
    return 1 / inverse(rows);
  }

  private static boolean hasLogits(TableColumn column) {
    return column.kind().isNamed() && column.categories().pooled().isEmpty();
  }

  private static List<Row> rows(Predictor predictor, Data heldOut) {
    Predictions all = predictor.given(heldOut);
    double[] logs =
        Arrays.stream(all.probabilities())
            .map(probability -> Math.log(Math.max(Float.MIN_NORMAL, probability)))
            .toArray();
    float[] observed = predictor.observed(heldOut);
    int names = all.names().size();
    return IntStream.range(0, observed.length)
        .filter(row -> observed[row] < names) // neither missing nor unseen
        .mapToObj(
            row ->
                new Row(
                    Arrays.copyOfRange(logs, row * names, (row + 1) * names),
                    Math.round(observed[row]),
                    heldOut.weight(row)))
        .toList();
  }

  /** Returns the best inverse temperature. The log-loss is a convex function of it. */
  private static double inverse(List<Row> rows) {
    double low = slope(rows, 1) > 0 ? 1 / LARGEST : 1;
    double high = 1;
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = (low + high) / 2;
      if (slope(rows, middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static double slope(List<Row> rows, double inverse) {
    return rows.stream().mapToDouble(row -> row.slope(inverse)).sum();
  }

  private Temperature() {}
}
