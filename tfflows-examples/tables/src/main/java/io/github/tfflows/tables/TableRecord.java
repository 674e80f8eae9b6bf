package io.github.tfflows.tables;

import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.serving.ReferenceScores;
import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The entries of a model's description about its table: the columns, and the scores of rows.
 *
 * @param schema the columns
 * @param scores the scores of rows like those of the fit
 * @param explained for each column the log-probabilities of its cells given all others; none where
 *     no cell can be given
 */
record TableRecord(TableSchema schema, ReferenceScores scores, List<float[]> explained) {
  private static final String REFERENCE = "table.reference_scores";
  private static final String TYPICAL = "table.typical_log_probabilities";

  static ReferenceScores reference(ModelDescription description) {
    return ReferenceScores.parse(description.get(REFERENCE));
  }

  static List<Double> typical(ModelDescription description) {
    return Arrays.stream(description.get(TYPICAL).split(" ", -1)).map(TableRecord::number).toList();
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected log-probabilities in the model's %s, got \"%s\""
              .formatted(TYPICAL, Excerpt.of(text)),
          e);
    }
  }

  /** Adds the entries to options of export. */
  ExportOptions in(ExportOptions options) {
    ExportOptions more = options.describing(REFERENCE, scores.text());
    if (!explained.isEmpty()) {
      more = more.describing(TYPICAL, typical());
    }
    for (Map.Entry<String, String> entry : schema.entries().entrySet()) {
      more = more.describing(entry.getKey(), entry.getValue());
    }
    return more;
  }

  private String typical() {
    return explained.stream()
        .map(TableRecord::median)
        .map(Object::toString)
        .collect(Collectors.joining(" "));
  }

  private static float median(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
