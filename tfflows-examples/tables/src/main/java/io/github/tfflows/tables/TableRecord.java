package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.density.TableDensity.Conditioning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The entries of a model's description about its table: the columns, and the scores of rows.
 *
 * @param model the model
 * @param rows rows like those of the fit
 * @param scores their scores
 */
record TableRecord(TableModel model, Data rows, ReferenceScores scores) {
  private static final String REFERENCE = "table.reference_scores";
  private static final String TYPICAL = "table.typical_log_probabilities";
  private static final int MOST_EXPLAINED = 10_000;

  static ReferenceScores reference(ModelDescription description) {
    return ReferenceScores.parse(description.get(REFERENCE));
  }

  static List<Double> typical(ModelDescription description) {
    return Arrays.stream(description.get(TYPICAL).split(" ")).map(Double::valueOf).toList();
  }

  /** Adds the entries to options of export. */
  ExportOptions in(ExportOptions options) {
    ExportOptions more = options.describing(REFERENCE, scores.text());
    if (model.schema().conditioning() == Conditioning.ANY) {
      more = more.describing(TYPICAL, typical());
    }
    for (Map.Entry<String, String> entry : model.schema().entries().entrySet()) {
      more = more.describing(entry.getKey(), entry.getValue());
    }
    return more;
  }

  private String typical() {
    Data some = rows.slice(0, Math.min(MOST_EXPLAINED, rows.count()));
    return model.explain(some.x()).stream()
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
