package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.FitOutcome;
import io.github.tfflows.tables.FitRows;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Reports a fit: as text while it runs, or as JSON at its end. */
public final class FitReport {
  /** Models of more columns take long before their first step. */
  private static final int MANY_COLUMNS = 400;

  private static final double COLUMNS_PER_SECOND = 10;
  private static final double COLUMNS_PER_GIGABYTE = 250;

  /** The time and the memory of a model of any cell, relative to those of other models. */
  private static final double OF_ANY = 2.4;

  private final PrintWriter words;
  private final PrintWriter out;
  private final PrintWriter errors;
  private final PrintWriter notes;
  private final boolean json;
  private final boolean isDetailed;
  private final ObjectNode summary = JsonOutput.object();
  private final long begin = System.nanoTime();
  private String inTraining = "as in training";

  /** Begins a report, as JSON or in words. */
  public FitReport(CommandSpec command, boolean json) {
    this.out = command.commandLine().getOut();
    this.words = json ? new PrintWriter(PrintWriter.nullWriter()) : Notes.of(command, out);
    this.errors = command.commandLine().getErr();
    this.notes = Notes.of(command);
    this.json = json;
    this.isDetailed = Notes.areDetailed(command);
  }

  /** The output for progress. */
  public PrintWriter words() {
    return words;
  }

  /** Reports sentences about columns, such as those that were left out. */
  public void notes(List<String> notes) {
    notes.forEach(summary.withArrayProperty("notes")::add);
    notes.forEach(note -> print("Note      %s%n", note));
  }

  public void rows(FitRows rows) {
    TableSchema schema = rows.schema();
    SkippedRows skipped = rows.skipped();
    summary.put("data", rows.table()).put("rows", rows.count());
    SkippedReport.write(summary, skipped);
    inTraining += differences(schema);
    summary.set("columns", JsonOutput.columns(schema.modelled()));
    summary.set("given", JsonOutput.columns(schema.given()));
    notes(rows.notes());
    notes(size(schema));
    print(
        "Data      %s: %s%s%n",
        rows.table(), Numbers.counted(rows.count(), "row"), dropped(skipped.missing()));
    if (rows.kept() < rows.count()) {
      summary.put("rows_kept", rows.kept());
      print("          %,d of them, drawn at random: the steps visit no more%n", rows.kept());
    }
    if (skipped.unsuitable() > 0) {
      SkippedReport.print(notes, rows.table(), skipped);
    }
    schema.modelled().forEach(column -> column("", column));
    schema.given().forEach(column -> column("given ", column));
    rows.columns().weights().ifPresent(this::weights);
    rows.columns().groups().ifPresent(this::groups);
  }

  /** A sentence about the time and the memory that a model of many columns needs. */
  private static List<String> size(TableSchema schema) {
    int columns = schema.modelled().size();
    double size = columns * (schema.conditioning() == Conditioning.ANY ? OF_ANY : 1);
    return size <= MANY_COLUMNS
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "a model of %,d columns takes about %.0f s and %.1f GB of memory before its first step:"
                    + " leave columns out (--without), or model one (--columns) given others (--given)",
                columns,
                size / COLUMNS_PER_SECOND,
                size / COLUMNS_PER_GIGABYTE));
  }

  private void weights(String column) {
    summary.put(TableOrigin.WEIGHT_COLUMN, column);
    print("Weights   by the column %s%n", Excerpt.of(column));
  }

  private void groups(String column) {
    summary.put(TableOrigin.GROUP_COLUMN, column);
    print("Groups    by the column %s, held out as a whole%n", Excerpt.of(column));
  }

  private static String dropped(long count) {
    return count == 0
        ? ""
        : String.format(Locale.ROOT, ", and %,d left out for a missing value", count);
  }

  private void column(String role, TableColumn column) {
    String names = column.names().isEmpty() ? "" : ": " + Excerpt.of(column.names());
    String shared = ValueText.repeated(column);
    String repeated = shared.isEmpty() ? "" : ", " + shared;
    String gaps = column.hasGaps() ? ", with missing values" : "";
    boolean hasStep = column.step() > 0 && !column.kind().isWhole();
    String step = hasStep ? ", steps of " + ValueText.step(column) : "";
    print(
        "          %s%s  %s%s%s%s%s%n",
        role, Excerpt.of(column.name()), column.kind().text(), step, repeated, gaps, names);
  }

  public void training(String flow, Training recipe, int heldOut) {
    summary.put("flow", flow).put("held_out_rows", heldOut);
    summary.put("members", recipe.members());
    print(
        "Training  %s%s, at most %s of %s, validated on %s%n",
        recipe.members() == 1 ? "" : recipe.members() + " times ",
        flow,
        Numbers.counted(recipe.steps(), "step"),
        Numbers.counted(recipe.batchSize(), "row"),
        Numbers.counted(heldOut, "other row"));
  }

  /** Warns of an output that fails, in a line of the error stream. */
  public void warn(String message) {
    warn(errors, message);
  }

  private static void warn(PrintWriter out, String message) {
    out.println("Warning: " + message);
  }

  public void interrupted(List<Integer> bestSteps) {
    print("          interrupted: the weights of the %s are written%n", best(bestSteps));
  }

  public void end(Path model, FitOutcome outcome) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    summary.put("steps", outcome.steps());
    summary.put(
        "best_step",
        outcome.bestSteps().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    summary.put("end", outcome.end()).put("model", model.toString()).put("seconds", seconds);
    outcome.loss().ifPresent(loss -> summary.put("held_out_log_prob", -loss));
    outcome.validationLoss().ifPresent(loss -> summary.put("held_out_log_prob_in_training", -loss));
    outcome.gaussianLoss().ifPresent(loss -> summary.put("gaussian_log_prob", -loss));
    outcome.warnings().forEach(summary.putArray("warnings")::add);
    print(
        "Result    %s %s; %,d steps in all (%s)%n",
        outcome.loss().isPresent()
            ? "log-density of held-out rows %s nats a row,".formatted(number(outcome.loss()))
            : "weights of the",
        best(outcome.bestSteps()),
        outcome.steps(),
        outcome.end());
    if (isDetailed && outcome.validationLoss().isPresent()) {
      print("          %s %s%s%n", number(outcome.validationLoss()), inTraining, gaussian(outcome));
    }
    outcome.warnings().forEach(warning -> warn(notes, warning));
    print("Model     %s  (%.1f s in all)%n", model, seconds);
    if (json) {
      out.println(JsonOutput.text(summary));
    }
  }

  /** The best step; of several members, which count their own steps, their number. */
  private static String best(List<Integer> steps) {
    return steps.size() == 1
        ? String.format(Locale.ROOT, "best step %,d", steps.get(0))
        : "best steps of %s members".formatted(steps.size());
  }

  /** The differences between rows in training and scored rows. */
  private static String differences(TableSchema schema) {
    if (schema.conditioning() == Conditioning.ANY) {
      return ", where most rows have random cells given or absent";
    }
    boolean hasSteps = schema.modelled().stream().anyMatch(column -> column.step() > 0);
    return hasSteps ? ", with noise of the steps' width" : "";
  }

  private static String gaussian(FitOutcome outcome) {
    return outcome.gaussianLoss().isEmpty()
        ? ""
        : " (a Gaussian's %s)".formatted(number(outcome.gaussianLoss()));
  }

  private static String number(OptionalDouble loss) {
    return String.format(Locale.ROOT, "%.4f", -loss.orElseThrow());
  }

  private void print(String format, Object... values) {
    words.printf(Locale.ROOT, format, values);
  }
}
