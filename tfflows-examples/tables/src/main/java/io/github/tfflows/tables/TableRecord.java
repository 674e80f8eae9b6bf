package io.github.tfflows.tables;

import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.prediction.ConformalScores;
import io.github.tfflows.tables.serving.ReferenceScores;
import io.github.tfflows.tables.strangeness.Strangeness;
import io.github.tfflows.tables.text.Excerpt;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The measurements of a model on held-out rows, which its description stores.
 *
 * @param scores the negative strangeness of the rows
 * @param typical for each column the median of {@link TableModel#cells}
 * @param conformal the scores that correct predictions; empty without predictions
 * @param strangeness the strangeness that ranks rows; empty if it is their negative log-density
 * @param profile the frequencies of values; empty if the fit did not count them
 */
record TableRecord(
    ReferenceScores scores,
    List<Double> typical,
    Optional<ConformalScores> conformal,
    Optional<Strangeness> strangeness,
    Optional<TableProfile> profile) {
  private static final String REFERENCE = "table.reference_scores";
  private static final String TYPICAL = "table.typical_log_probabilities";
  private static final String STRANGENESS = "table.strangeness";
  private static final String PROFILE = "table.profile";

  TableRecord {
    typical = List.copyOf(typical);
  }

  /**
   * The measurements of a part of the rows.
   *
   * @param scores the negative strangeness of rows that occur as often as the weights say
   * @param cells for each column {@link TableModel#cells}
   * @param predicted the scores of predictions, if any
   * @param strangeness the strangeness of each row, whatever its weight
   * @param values the values of each column of the schema, row by row; NaN if missing
   * @param groups the group of each row; empty if rows are independent
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Measures(
      float[] scores,
      List<float[]> cells,
      double[] predicted,
      float[] strangeness,
      List<float[]> values,
      float[] groups) {}

  static TableRecord of(
      TableSchema schema, List<Measures> parts, Optional<Strangeness> strangeness) {
    return new TableRecord(
        ReferenceScores.of(joined(parts.stream().map(Measures::scores).toList())),
        byColumn(parts.stream().map(Measures::cells).toList()).stream()
            .map(TableRecord::median)
            .toList(),
        ConformalScores.of(parts.stream().map(Measures::predicted).toList()),
        strangeness,
        Optional.of(
            TableProfile.of(
                schema,
                joined(parts.stream().map(Measures::strangeness).toList()),
                byColumn(parts.stream().map(Measures::values).toList()),
                joined(parts.stream().map(Measures::groups).toList()))));
  }

  private static List<float[]> byColumn(List<List<float[]>> parts) {
    return IntStream.range(0, parts.get(0).size())
        .mapToObj(column -> joined(parts.stream().map(part -> part.get(column)).toList()))
        .toList();
  }

  private static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  static float[] negated(float[] numbers) {
    float[] negated = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      negated[i] = -numbers[i];
    }
    return negated;
  }

  private static double median(float[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** Returns the record in a model's description, if any. */
  static Optional<TableRecord> in(ModelDescription description, TableSchema schema) {
    String scores = description.entries().get(REFERENCE);
    return Optional.ofNullable(scores)
        .map(
            text ->
                new TableRecord(
                    ReferenceScores.parse(text),
                    typical(description.entries().getOrDefault(TYPICAL, "")),
                    ConformalScores.in(description),
                    Optional.ofNullable(description.entries().get(STRANGENESS))
                        .map(kernels -> Strangeness.parse(schema, kernels)),
                    Optional.ofNullable(description.entries().get(PROFILE))
                        .map(profiles -> TableProfile.parse(schema, profiles))));
  }

  private static List<Double> typical(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ", -1)).map(TableRecord::number).toList();
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

  /** Returns the entries of the description of a model, except the entries of conformal scores. */
  Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>(Map.of(REFERENCE, scores.text()));
    profile.ifPresent(all -> entries.put(PROFILE, all.text()));
    strangeness.ifPresent(all -> entries.put(STRANGENESS, all.text()));
    if (!typical.isEmpty()) {
      entries.put(TYPICAL, typical.stream().map(Object::toString).collect(Collectors.joining(" ")));
    }
    return entries;
  }
}
