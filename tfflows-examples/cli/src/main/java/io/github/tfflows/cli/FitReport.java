package io.github.tfflows.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.Gaps;
import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.TableColumn;
import io.github.tfflows.tables.TableSchema;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Reports a fit: in words as it goes on, or as JSON at its end. */
final class FitReport {
  private static final String PARTS =
      "          %.4f as in training, where half of the rows have random cells given or absent%n";

  private final PrintWriter words;
  private final PrintWriter out;
  private final PrintWriter errors;
  private final boolean json;
  private final ObjectNode summary = JsonOutput.object();
  private final long begin = System.nanoTime();

  private FitReport(CommandLine line, boolean json) {
    this.out = line.getOut();
    this.words = json ? new PrintWriter(PrintWriter.nullWriter()) : out;
    this.errors = line.getErr();
    this.json = json;
  }

  static FitReport of(CommandLine line, boolean json) {
    return new FitReport(line, json);
  }

  /** The output for progress. */
  PrintWriter words() {
    return words;
  }

  /** Reports sentences about columns, such as those that were left out. */
  void notes(List<String> notes) {
    notes.forEach(summary.putArray("notes")::add);
    notes.forEach(note -> print("Note      %s%n", note));
  }

  void data(String name, TableSchema schema, int rows, long dropped) {
    summary.put("data", name).put("rows", rows).put("dropped_rows", dropped);
    summary.set("columns", JsonOutput.columns(schema.modelled()));
    summary.set("given", JsonOutput.columns(schema.given()));
    print("Data      %s: %,d rows%s%n", name, rows, dropped(dropped));
    schema.modelled().forEach(column -> column("", column));
    schema.given().forEach(column -> column("given ", column));
  }

  /** Reports the column by which rows count. */
  void weights(String column) {
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
    String gaps = column.gaps() == Gaps.SOME ? ", with missing values" : "";
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

  void training(String flow, Training recipe, int heldOut) {
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
  void warn(String message) {
    errors.println("Warning: " + message);
    errors.flush();
  }

  void interrupted(String step) {
    print("          interrupted: the weights of step %s are written%n", step);
  }

  /**
   * The end of a training.
   *
   * @param bestStep the step of the best weights, of each member
   */
  record Ending(int steps, String bestStep, Losses losses, String end, List<String> warnings) {}

  /**
   * The losses of held-out rows, in nats a row.
   *
   * @param rows that of whole rows, if any are held out
   * @param parts that of rows of which half have random cells given or absent, if such were trained
   *     on
   * @param gaussian that of a Gaussian, if any
   */
  record Losses(OptionalDouble rows, OptionalDouble parts, OptionalDouble gaussian) {}

  void end(Path model, Ending ending) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    summary.put("steps", ending.steps()).put("best_step", ending.bestStep());
    summary.put("end", ending.end()).put("model", model.toString()).put("seconds", seconds);
    Losses losses = ending.losses();
    losses.rows().ifPresent(loss -> summary.put("held_out_log_density", -loss));
    losses
        .parts()
        .ifPresent(loss -> summary.put("held_out_log_density_with_random_cells_given", -loss));
    losses.gaussian().ifPresent(loss -> summary.put("gaussian_log_density", -loss));
    ending.warnings().forEach(summary.putArray("warnings")::add);
    print(
        "Result    %s %s of %,d (%s)%n",
        losses.rows().isPresent() ? logDensity(losses) + " best step" : "weights of step",
        ending.bestStep(),
        ending.steps(),
        ending.end());
    losses.parts().ifPresent(loss -> print(PARTS, -loss));
    ending.warnings().forEach(this::warn);
    print("Model     %s  (%.1f s in all)%n", model, seconds);
    if (json) {
      out.println(JsonOutput.text(summary));
    }
    out.flush();
  }

  private static String logDensity(Losses losses) {
    return String.format(
        Locale.ROOT,
        "log-density of %sheld-out rows %.4f nats a row%s,",
        losses.parts().isPresent() ? "whole " : "",
        -losses.rows().orElseThrow(),
        losses.gaussian().isPresent()
            ? String.format(Locale.ROOT, " (a Gaussian's %.4f)", -losses.gaussian().getAsDouble())
            : "");
  }

  private void print(String format, Object... values) {
    words.printf(Locale.ROOT, format, values);
    words.flush();
  }
}
