package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Scores rows, chunk by chunk, and counts them. */
public final class Scores {
  private final TableModel model;
  private final @Nullable Double falseAlarmRate;
  private final int width;
  private long suitable;
  private long unseen;
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
      unseen += model.schema().unseen(chunk.get().data());
      for (int i = 0; i < scores.size(); i++) {
        long row = chunk.get().rows().get(i);
        List<Object> values = new ArrayList<>();
        if (keyed) {
          values.addAll(chunk.get().kept().get(i));
        } else {
          values.add(row);
        }
        add(scores.get(i), values);
        sink.write(values.subList(0, width)); // files of numbers have no column for problems
      }
    }
  }

  private void add(RowScore score, List<Object> values) {
    values.add(score.logProb());
    values.add((float) score.pValue());
    if (falseAlarmRate != null) {
      long anomaly = score.isAnomaly(falseAlarmRate) ? 1 : 0;
      anomalies += anomaly;
      values.add(anomaly);
    }
    values.add(score.problem().orElse(""));
    if (score.problem().isEmpty()) {
      suitable++;
      sum += score.logProb();
    }
  }

  /** Prints a summary: as JSON, or in words on the error stream. */
  void report(CommandLine line, String table, SkippedRows skipped, boolean json) {
    if (json) {
      line.getOut().println(JsonOutput.text(summary(skipped)));
      line.getOut().flush();
    } else {
      line.getErr().println(words(skipped));
      SkippedReport.print(line.getErr(), table, skipped);
    }
  }

  private ObjectNode summary(SkippedRows skipped) {
    ObjectNode summary = JsonOutput.object();
    summary.put("rows", suitable + skipped.unsuitable());
    SkippedReport.write(summary, skipped);
    summary.put("rows_with_unseen_names", unseen);
    summary.put("mean_log_density", suitable == 0 ? null : (Double) (sum / suitable));
    if (falseAlarmRate != null) {
      summary.put("false_alarm_rate", falseAlarmRate).put("anomalies", anomalies);
    }
    return summary;
  }

  private String words(SkippedRows skipped) {
    String mean =
        suitable == 0
            ? "no log-density to average"
            : String.format(Locale.ROOT, "mean log-density %.4f nats a row", sum / suitable);
    String words =
        String.format(Locale.ROOT, "%,d rows, %s", suitable + skipped.unsuitable(), mean);
    if (unseen > 0) {
      words += String.format(Locale.ROOT, ", %,d with a name that the fit has not seen", unseen);
    }
    return falseAlarmRate == null
        ? words
        : String.format(
            Locale.ROOT,
            "%s, %,d anomalies at a false-alarm rate of %s",
            words,
            anomalies,
            falseAlarmRate);
  }
}
