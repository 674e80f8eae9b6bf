package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.option.WeightColumn;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.SkippedRows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Reports a fit: in words as it goes on, or as JSON at its end. */
public final class FitReport {
  private final PrintWriter words;
  private final PrintWriter out;
  private final PrintWriter errors;
  private final boolean json;
  private final ObjectNode summary = JsonOutput.object();
  private final long begin = System.nanoTime();
  private String inTraining = "as in training";

  private FitReport(CommandLine line, boolean json) {
    this.out = line.getOut();
    this.words = json ? new PrintWriter(PrintWriter.nullWriter()) : out;
    this.errors = line.getErr();
    this.json = json;
  }

  public static FitReport of(CommandLine line, boolean json) {
    return new FitReport(line, json);
  }

  /** The output for progress. */
  public PrintWriter words() {
    return words;
  }

  /** Reports sentences about columns, such as those that were left out. */
  public void notes(List<String> notes) {
    notes.forEach(summary.putArray("notes")::add);
    notes.forEach(note -> print("Note      %s%n", note));
  }

  public void data(String name, TableSchema schema, int rows, SkippedRows skipped) {
    summary.put("data", name).put("rows", rows);
    SkippedReport.write(summary, skipped);
    inTraining += differences(schema);
    summary.set("columns", JsonOutput.columns(schema.modelled()));
    summary.set("given", JsonOutput.columns(schema.given()));
    print("Data      %s: %,d rows%s%n", name, rows, dropped(skipped.missing()));
    if (skipped.unsuitable() > 0) {
      SkippedReport.print(errors, name, skipped);
    }
    schema.modelled().forEach(column -> column("", column));
    schema.given().forEach(column -> column("given ", column));
  }

  /** Reports the column by which rows count. */
  public void weights(String column) {
    summary.put(WeightColumn.KEY, column);
    print("Weights   by the column %s%n", Excerpt.of(column));
  }

  private static String dropped(long count) {
    return count == 0
        ? ""
        : String.format(Locale.ROOT, ", and %,d left out for a missing value", count);
  }

  private void column(String role, TableColumn column) {
    String names =
        column.names().isEmpty()
            ? ""
            : column.names().stream()
                    .limit(8)
                    .map(Excerpt::of)
                    .collect(Collectors.joining(", ", ": ", ""))
                + (column.names().size() > 8 ? ", …" : "");
    String gaps = column.gaps().exist() ? ", with missing values" : "";
    boolean hasStep = column.step() > 0 && !column.kind().isWhole();
    String step = hasStep ? ", steps of " + steps(column) : "";
    print(
        "          %s%s  %s%s%s%s%s%n",
        role, Excerpt.of(column.name()), column.kind().text(), step, masses(column), gaps, names);
  }

  /** The values that have a probability of their own. */
  private static String masses(TableColumn column) {
    List<Double> masses = column.coding().masses();
    return masses.isEmpty()
        ? ""
        : masses.stream()
                .limit(8)
                .map(Numbers::text)
                .collect(Collectors.joining(", ", ", point masses at ", ""))
            + (masses.size() > 8 ? ", …" : "");
  }

  private static String steps(TableColumn column) {
    String step = BigDecimal.valueOf(column.step()).stripTrailingZeros().toPlainString();
    String unit = column.kind().unit();
    return unit.isEmpty() ? step : "%s %s%s".formatted(step, unit, column.step() == 1 ? "" : "s");
  }

  public void training(String flow, Training recipe, int heldOut) {
    summary.put("flow", flow).put("held_out_rows", heldOut);
    summary.put("members", recipe.members());
    print(
        "Training  %s%s, at most %,d steps of %,d rows, validated on %,d other rows%n",
        recipe.members() == 1 ? "" : recipe.members() + " times ",
        flow,
        recipe.steps(),
        recipe.batchSize(),
        heldOut);
  }

  /** Warns of an output that fails, in a line of the error stream. */
  public void warn(String message) {
    errors.println("Warning: " + message);
    errors.flush();
  }

  public void interrupted(String step) {
    print("          interrupted: the weights of step %s are written%n", step);
  }

  /**
   * The end of a training.
   *
   * @param bestStep the step of the best weights, of each member
   */
  public record Ending(
      int steps, String bestStep, Losses losses, String end, List<String> warnings) {}

  /**
   * The losses of held-out rows, in nats a row.
   *
   * @param rows that of the rows as they are, which {@code score} gives, too; none where they are
   *     not the same rows for all flows of the model
   * @param training that of the training, if any are held out
   * @param gaussian that of a Gaussian in the training, if any
   */
  public record Losses(OptionalDouble rows, OptionalDouble training, OptionalDouble gaussian) {}

  public void end(Path model, Ending ending) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    summary.put("steps", ending.steps()).put("best_step", ending.bestStep());
    summary.put("end", ending.end()).put("model", model.toString()).put("seconds", seconds);
    Losses losses = ending.losses();
    losses.rows().ifPresent(loss -> summary.put("held_out_log_density", -loss));
    losses.training().ifPresent(loss -> summary.put("held_out_log_density_in_training", -loss));
    losses.gaussian().ifPresent(loss -> summary.put("gaussian_log_density", -loss));
    ending.warnings().forEach(summary.putArray("warnings")::add);
    print(
        "Result    %s %s of %,d (%s)%n",
        losses.training().isPresent() ? logDensity(losses) + ", best step" : "weights of step",
        ending.bestStep(),
        ending.steps(),
        ending.end());
    if (losses.rows().isPresent()) {
      print("          %s %s%s%n", number(losses.training()), inTraining, gaussian(losses));
    }
    ending.warnings().forEach(this::warn);
    print("Model     %s  (%.1f s in all)%n", model, seconds);
    if (json) {
      out.println(JsonOutput.text(summary));
    }
    out.flush();
  }

  /** How the rows of a training differ from those that are scored. */
  private static String differences(TableSchema schema) {
    if (schema.conditioning() == Conditioning.ANY) {
      return ", where half of the rows have random cells given or absent";
    }
    boolean hasSteps = schema.modelled().stream().anyMatch(column -> column.step() > 0);
    return hasSteps ? ", with noise of the steps' width" : "";
  }

  private String logDensity(Losses losses) {
    return losses.rows().isPresent()
        ? "log-density of held-out rows %s nats a row".formatted(number(losses.rows()))
        : "log-density of the rows held out of each flow %s nats a row, %s%s"
            .formatted(number(losses.training()), inTraining, gaussian(losses));
  }

  private static String gaussian(Losses losses) {
    return losses.gaussian().isEmpty()
        ? ""
        : " (a Gaussian's %s)".formatted(number(losses.gaussian()));
  }

  /** A log-density by its loss. */
  private static String number(OptionalDouble loss) {
    return String.format(Locale.ROOT, "%.4f", -loss.orElseThrow());
  }

  private void print(String format, Object... values) {
    words.printf(Locale.ROOT, format, values);
    words.flush();
  }
}
