package io.github.tfflows.cli.command;

import io.github.tfflows.cli.evaluate.AnomalyRanking;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.text.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows of a table with labels, one of which marks anomalies.
 *
 * @param unsuitable the rows that do not suit the columns
 */
record LabelledRows(
    Data rows,
    Set<Integer> unsuitable,
    List<Float> strangeness,
    String column,
    List<String> labels,
    String anomaly) {
  /**
   * Reads a table; the listener receives the rows that a model cannot use.
   *
   * @param groups the columns of the table to keep with the rows
   * @throws IllegalArgumentException if there is no such column, or it does not have exactly two
   *     different values
   */
  static LabelledRows read(
      TableSource source,
      TableModel model,
      Reading reading,
      RowColumns groups,
      String column,
      Consumer<SkippedRows> listener)
      throws IOException {
    List<String> labels = new ArrayList<>();
    List<Float> strangeness = new ArrayList<>();
    Set<Integer> unsuitable = new HashSet<>();
    Data rows = Data.none();
    List<String> kept = Stream.concat(groups.names().stream(), Stream.of(column)).toList();
    try (TableReader reader = TableReader.open(source, model.schema(), reading.keeping(kept))) {
      for (Optional<TableChunk> chunk = reader.next(); chunk.isPresent(); chunk = reader.next()) {
        int before = labels.size();
        chunk.get().problems().keySet().forEach(row -> unsuitable.add(before + row));
        chunk.get().kept().forEach(cells -> labels.add(cells.get(kept.size() - 1)));
        for (float one : model.strangeness(chunk.get())) {
          strangeness.add(one);
        }
        Data read = groups.data(chunk.get());
        rows = rows.count() == 0 ? read : rows.followedBy(read);
      }
      listener.accept(reader.skipped());
    }
    return new LabelledRows(
        rows,
        unsuitable,
        strangeness,
        column,
        labels,
        anomaly(source.name() + ", column " + column, labels));
  }

  /** The label of anomalies: one if the labels are zero and one, otherwise the rarer label. */
  private static String anomaly(String place, List<String> labels) {
    List<String> different = List.copyOf(new TreeSet<>(labels));
    if (different.size() != 2) {
      throw new IllegalArgumentException(
          "%s: expected two different labels, got %s: %s"
              .formatted(place, different.size(), Excerpt.of(different)));
    }
    if (isNumber(different.get(0), 0) && isNumber(different.get(1), 1)) {
      return different.get(1);
    }
    return 2 * Collections.frequency(labels, different.get(0)) < labels.size()
        ? different.get(0)
        : different.get(1);
  }

  private static boolean isNumber(String text, int number) {
    return text.matches(number + "(\\.0*)?");
  }

  /** Returns the rows that are not anomalies and suit the columns. */
  Data others() {
    return rows.select(
        IntStream.range(0, labels.size())
            .filter(row -> !isAnomaly(row) && !unsuitable.contains(row))
            .toArray());
  }

  private boolean isAnomaly(int row) {
    return labels.get(row).equals(anomaly);
  }

  AnomalyRanking ranking() {
    double[] anomalies = scores(true);
    double[] others = scores(false);
    return new AnomalyRanking(
        column, anomaly, anomalies.length, others.length, Auroc.of(anomalies, others));
  }

  private double[] scores(boolean areAnomalies) {
    return IntStream.range(0, strangeness.size())
        .filter(row -> isAnomaly(row) == areAnomalies)
        .mapToDouble(strangeness::get)
        .toArray();
  }
}
