package io.github.tfflows.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableChunk;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Scores rows, chunk by chunk, and counts them. */
final class Scores {
  /** The most unsuitable rows that the summary lists with their reasons. */
  private static final int TOLD = 5;

  private final TableModel model;
  private final @Nullable Double falseAlarmRate;
  private final int width;
  private final List<String> problems = new ArrayList<>();
  private long unsuitable;
  private long suitable;
  private long anomalies;
  private double sum;

  Scores(TableModel model, @Nullable Double falseAlarmRate, List<OutputColumn> columns) {
    this.model = model;
    this.falseAlarmRate = falseAlarmRate;
    this.width = columns.size();
  }

  void write(TableReader rows, RowSink sink, boolean keyed) throws IOException {
    for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
      List<RowScore> scores = model.score(chunk.get());
      for (int i = 0; i < scores.size(); i++) {
        long row = chunk.get().rows().get(i);
        List<Object> values = new ArrayList<>();
        if (keyed) {
          values.addAll(chunk.get().kept().get(i));
        } else {
          values.add(row);
        }
        add(row, scores.get(i), values);
        sink.write(values.subList(0, width)); // files of numbers have no column for problems
      }
    }
  }

  private void add(long row, RowScore score, List<Object> values) {
    values.add(score.logProb());
    values.add((float) score.pValue());
    if (falseAlarmRate != null) {
      long anomaly = score.isAnomaly(falseAlarmRate) ? 1 : 0;
      anomalies += anomaly;
      values.add(anomaly);
    }
    values.add(score.problem().orElse(""));
    if (score.problem().isPresent()) {
      unsuitable++;
      if (problems.size() < TOLD) {
        problems.add("row %s, %s".formatted(row, score.problem().get()));
      }
    } else {
      suitable++;
      sum += score.logProb();
    }
  }

  /** Prints a summary: as JSON, or in words on the error stream. */
  void report(CommandLine line, long dropped, boolean json) {
    if (json) {
      line.getOut().println(JsonOutput.text(summary(dropped)));
      line.getOut().flush();
    } else {
      line.getErr().println(words(dropped));
      problems.forEach(line.getErr()::println);
      if (unsuitable > problems.size()) {
        line.getErr().printf(Locale.ROOT, "and %,d more%n", unsuitable - problems.size());
      }
      line.getErr().flush();
    }
  }

  private ObjectNode summary(long dropped) {
    ObjectNode summary = JsonOutput.object();
    summary.put("rows", suitable + unsuitable).put("dropped_rows", dropped);
    summary.put("unsuitable_rows", unsuitable);
    ArrayNode reasons = summary.putArray("problems");
    problems.forEach(reasons::add);
    summary.put("mean_log_density", suitable == 0 ? null : (Double) (sum / suitable));
    if (falseAlarmRate != null) {
      summary.put("false_alarm_rate", falseAlarmRate).put("anomalies", anomalies);
    }
    return summary;
  }

  private String words(long dropped) {
    String words = String.format(Locale.ROOT, "%,d rows, ", suitable + unsuitable);
    words +=
        suitable == 0
            ? "no log-density to average"
            : String.format(Locale.ROOT, "mean log-density %.4f nats a row", sum / suitable);
    if (falseAlarmRate != null) {
      words +=
          String.format(
              Locale.ROOT,
              ", %,d anomalies at a false-alarm rate of %s",
              anomalies,
              falseAlarmRate);
    }
    if (dropped > 0) {
      words += String.format(Locale.ROOT, ", %,d left out for a missing value", dropped);
    }
    return unsuitable == 0
        ? words
        : words
            + String.format(
                Locale.ROOT,
                "; %,d that do not suit the columns are the least likely:",
                unsuitable);
  }
}
