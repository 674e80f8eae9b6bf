package io.github.tfflows.spark.row;

import io.github.tfflows.tables.prediction.Predictions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The predictions of the rows of a chunk.
 *
 * @param logProb the log-densities of the targets; empty if rows lack the targets
 * @param inside whether the targets are within their regions; empty if rows lack the targets
 */
record Predicted(Map<String, Predictions> byTarget, List<Double> logProb, List<Boolean> inside) {
  List<?> of(String target, Outputs.Values<Predictions> values) {
    return values.of(Objects.requireNonNull(byTarget.get(target), target));
  }

  /** The values of several targets, with a field for each. */
  List<Row> of(List<String> targets, Outputs.Values<Predictions> values) {
    List<List<?>> fields = targets.stream().<List<?>>map(name -> of(name, values)).toList();
    return IntStream.range(0, fields.get(0).size())
        .mapToObj(i -> RowFactory.create(fields.stream().map(field -> field.get(i)).toArray()))
        .toList();
  }
}
