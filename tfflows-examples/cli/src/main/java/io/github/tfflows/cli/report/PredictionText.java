package io.github.tfflows.cli.report;

import io.github.tfflows.cli.text.Notation;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.evaluation.Uniformity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The quality of the predictions of a column in lines for people. */
public final class PredictionText {
  private final List<Line> lines = new ArrayList<>();
  private final Notation notation = new Notation();

  /** A number as text. */
  public record Line(String name, String value) {}

  private PredictionText(PredictionQuality quality) {
    add("log-probability, nats a row", quality.logProb());
    quality
        .between()
        .ifPresent(
            some ->
                add(
                    String.format(Locale.ROOT, "without point masses, %,d rows", some.rows()),
                    some.logProb()));
    quality
        .names()
        .ifPresent(
            names -> {
              add("share of right names", names.accuracy());
              add(
                  "share of the most frequent name",
                  String.format(Locale.ROOT, "%.3f", names.alone()));
            });
    quality.numbers().ifPresent(this::numbers);
  }

  /** Returns the lines for a model of a schema. */
  static List<Line> lines(PredictionQuality quality, TableSchema schema) {
    PredictionText text = new PredictionText(quality);
    Set<String> following = schema.following(quality.column());
    if (!following.isEmpty()) {
      text.add("not given, as they follow from it", String.join(", ", following));
    }
    return text.lines;
  }

  private void numbers(PredictionQuality.Numbers numbers) {
    add("CRPS", text(numbers.crps()));
    add("CRPS of the column's distribution", notation.compact(numbers.alone()));
    add("absolute error of the median", text(numbers.error()));
    String corrected = numbers.isCorrected() ? ", corrected" : "";
    for (PredictionQuality.Coverage each : numbers.intervals()) {
      add(
          String.format(Locale.ROOT, "%.0f %% intervals%s", 100 * each.level(), corrected),
          String.format(
              Locale.ROOT,
              "%.1f %% of the values, mean width %s",
              100 * each.share(),
              notation.compact(each.width())));
    }
    Uniformity ranks = numbers.ranks();
    add(
        "ranks of the values are uniform",
        "KS distance %s  p %s"
            .formatted(notation.distance(ranks.distance()), notation.pValue(ranks.pValue())));
  }

  /** A mean in the unit of a column, which may be of any size. */
  private String text(Mean mean) {
    return "%s ± %s"
        .formatted(notation.compact(mean.value()), notation.compact(mean.standardError()));
  }

  private void add(String name, Object value) {
    lines.add(new Line(name, value.toString()));
  }
}
