package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Scores rows, chunk by chunk, and counts them. */
final class Scores {
  private final TableModel model;
  private final @Nullable Double falseAlarmRate;
  private long suitable;
  private long unseen;
  private long anomalies;
  private double sum;

  Scores(TableModel model, @Nullable Double falseAlarmRate) {
    this.model = model;
    this.falseAlarmRate = falseAlarmRate;
  }

  /** The log-density, strangeness and p-value of each row, and whether it is an anomaly. */
  List<List<Object>> of(TableChunk chunk) {
    return model.score(chunk).stream().map(this::values).toList();
  }

  private List<Object> values(RowScore score) {
    List<Object> values = new ArrayList<>();
    values.add(score.logProb());
    values.add(score.strangeness());
    values.add((float) score.pValue());
    if (falseAlarmRate != null) {
      long anomaly = score.isAnomaly(falseAlarmRate) ? 1 : 0;
      anomalies += anomaly;
      values.add(anomaly);
    }
    unseen += score.unseen().isEmpty() ? 0 : 1;
    if (score.problem().isEmpty()) {
      suitable++;
      sum += score.logProb();
    }
    return values;
  }

  ObjectNode summary(long rows) {
    ObjectNode summary = JsonOutput.rows(rows, unseen);
    summary.put("mean_log_prob", suitable == 0 ? null : (Double) (sum / suitable));
    if (falseAlarmRate != null) {
      summary.put("false_alarm_rate", falseAlarmRate).put("anomalies", anomalies);
    }
    return summary;
  }

  String words() {
    String words =
        suitable == 0
            ? "no log-density to average"
            : String.format(Locale.ROOT, "mean log-density %.4f nats a row", sum / suitable);
    if (unseen > 0) {
      words += ", " + RowOptions.unseen(unseen);
    }
    return falseAlarmRate == null
        ? words
        : String.format(
            Locale.ROOT,
            "%s, %,d %s at a false-alarm rate of %s",
            words,
            anomalies,
            anomalies == 1 ? "anomaly" : "anomalies",
            falseAlarmRate);
  }
}
