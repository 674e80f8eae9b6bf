package io.github.tfflows.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.file.RowSink;
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
  private final TableModel model;
  private final @Nullable Double threshold;
  private long count;
  private long anomalies;
  private double sum;

  Scores(TableModel model, @Nullable Double quantile) {
    this.model = model;
    this.threshold = quantile == null ? null : (Double) model.quantiles().at(quantile);
  }

  void write(TableReader rows, RowSink sink, boolean keyed) throws IOException {
    for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
      float[] scores = model.logProb(chunk.get().data());
      for (int i = 0; i < scores.length; i++) {
        List<Object> values = new ArrayList<>();
        if (keyed) {
          values.addAll(chunk.get().kept().get(i));
        } else {
          values.add(chunk.get().rows().get(i));
        }
        add(scores[i], values);
        sink.write(values);
      }
    }
  }

  private void add(float score, List<Object> values) {
    values.add(score);
    count++;
    sum += score;
    if (threshold != null) {
      long anomaly = isAnomaly(score, threshold) ? 1 : 0;
      anomalies += anomaly;
      values.add(anomaly);
    }
  }

  /** A log-density that is no number is above no threshold. */
  static boolean isAnomaly(float score, double threshold) {
    return !(score > threshold);
  }

  /** Prints a summary: as JSON, or in words on the error stream. */
  void report(CommandLine line, long dropped, boolean json) {
    if (json) {
      ObjectNode summary = JsonOutput.object();
      summary.put("rows", count).put("dropped_rows", dropped);
      summary.put("mean_log_density", sum / count);
      if (threshold != null) {
        summary.put("threshold", threshold).put("anomalies", anomalies);
      }
      line.getOut().println(JsonOutput.text(summary));
      line.getOut().flush();
      return;
    }
    String flagged =
        threshold == null
            ? ""
            : String.format(
                Locale.ROOT, ", %,d not above the threshold %.4f", anomalies, threshold);
    String left =
        dropped == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d left out for a missing value", dropped);
    line.getErr()
        .printf(
            Locale.ROOT,
            "%,d rows, mean log-density %.4f nats a row%s%s%n",
            count,
            sum / count,
            flagged,
            left);
    line.getErr().flush();
  }
}
