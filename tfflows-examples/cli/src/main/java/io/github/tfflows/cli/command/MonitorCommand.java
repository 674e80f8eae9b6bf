package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.evaluation.ColumnProfile.Agreement;
import io.github.tfflows.tables.evaluation.Drift;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code monitor}. */
@Command(
    name = "monitor",
    header = "Checks whether new rows still resemble those of the fit.",
    description = {
      "Compares windows of rows, in their order, with the rows that the fit held out: each"
          + " column, and the strangeness of rows, which detects changed dependence between"
          + " columns. For any number of columns, at most a share of --false-alarm-rate of the"
          + " windows without a change is called changed. All rows count equally, even if a column"
          + " weighted the rows of the fit. If the fit held out whole groups, FILE should have"
          + " their column. Rows that the fit learned from are less strange than new ones, and"
          + " appear changed.",
      "Writes a line for each window: its rows, the p-value, 1 if it has changed, and the"
          + " changed columns, the most certain one first."
    })
public final class MonitorCommand implements Callable<Integer> {
  private static final int LEAST = 50;

  /** The least share of pairs in which new numbers are higher, or lower, to speak of a shift. */
  private static final double LEAST_SHIFT = 0.55;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions rows = new RowOptions();

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "The rows of a window. Few rows show only large changes.")
  private int window = 1_000;

  @Option(
      names = "--false-alarm-rate",
      paramLabel = "RATE",
      description = "The share of windows without a change that is called changed.")
  private double rate = 0.01;

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "--window", LEAST, window);
    Limits.share(command, "--false-alarm-rate", rate);
    TableSource source = rows.open(command);
    try (TableModel model = rows.load();
        RowSink sink = rows.sink(command, columns());
        TableReader reader =
            TableReader.open(
                source,
                model.schema(),
                model.groupsOf(source).keptBy(rows.reading(Missing.MODEL).inChunksOf(window)))) {
      noteRoles(model, source);
      ObjectNode summary = write(model, reader, model.groupsOf(source), sink);
      sink.commit();
      String changed = summary.path("changed") + " changed";
      String line = rows.output.line(summary.path("windows").asInt(), "window", changed);
      rows.report(command, source, reader.skipped(), line, () -> summary);
    }
    return 0;
  }

  /** Prints a note if the table lacks a column of weights or groups of the fit. */
  private void noteRoles(TableModel model, TableSource source) {
    RowColumns roles = model.origin().map(TableOrigin::rows).orElse(RowColumns.NONE);
    noteRole(
        roles.weights(),
        source,
        "by which the rows of the fit are weighted; held-out rows count equally, so that rows"
            + " sampled in another way appear changed");
    noteRole(
        roles.groups(),
        source,
        "by which the fit held out whole groups of rows; each row counts as a group of its own, so"
            + " that rows of one group can appear changed");
  }

  private void noteRole(Optional<String> column, TableSource source, String effect) {
    column
        .filter(name -> !source.columns().contains(name))
        .ifPresent(
            name ->
                Notes.of(command)
                    .printf(
                        "Note: %s lacks the column \"%s\", %s%n",
                        source.name(), Excerpt.of(name), effect));
  }

  private static List<OutputColumn> columns() {
    return List.of(
        new OutputColumn("first_row", OutputColumn.Type.WHOLE),
        new OutputColumn("last_row", OutputColumn.Type.WHOLE),
        OutputColumn.number("p_value"),
        new OutputColumn("changed", OutputColumn.Type.WHOLE),
        new OutputColumn("columns", OutputColumn.Type.TEXT));
  }

  private ObjectNode write(TableModel model, TableReader reader, RowColumns groups, RowSink sink)
      throws IOException {
    PrintWriter notes = Notes.of(command);
    int windows = 0;
    int changed = 0;
    for (Optional<TableChunk> next = reader.next(); next.isPresent(); next = reader.next()) {
      List<Long> numbers = next.get().rows();
      if (numbers.size() < LEAST) {
        notes.println("too few to compare: the last " + Numbers.counted(numbers.size(), "row"));
        break;
      }
      Drift drift = model.drift(next.get(), groups);
      Map<String, Agreement> columns = drift.changed(rate);
      long isChanged = drift.pValue() <= rate ? 1 : 0;
      sink.write(
          List.of(
              numbers.get(0),
              numbers.get(numbers.size() - 1),
              (float) drift.pValue(),
              isChanged,
              String.join("; ", columns.keySet())));
      if (isChanged == 1) {
        notes.println(words(numbers.get(0), numbers.get(numbers.size() - 1), drift, columns));
      }
      windows++;
      changed += (int) isChanged;
    }
    return JsonOutput.object().put("windows", windows).put("changed", changed);
  }

  private static String words(long first, long last, Drift drift, Map<String, Agreement> columns) {
    String which =
        columns.isEmpty()
            ? String.format(
                Locale.ROOT,
                "no column alone, but the columns together (p = %.1e)",
                drift.strangeness().pValue())
            : columns.entrySet().stream()
                .map(column -> column.getKey() + change(column.getValue()))
                .collect(Collectors.joining("; "));
    return String.format(Locale.ROOT, "rows %,d to %,d have changed: %s", first, last, which);
  }

  private static String change(Agreement column) {
    String gaps =
        column.missing() == column.missingBefore()
            ? ""
            : String.format(
                Locale.ROOT,
                ", %.1f %% missing, %.1f %% before",
                100 * column.missing(),
                100 * column.missingBefore());
    if (Double.isNaN(column.higher())) {
      return gaps;
    }
    double shift = Math.max(column.higher(), 1 - column.higher());
    return String.format(
        Locale.ROOT,
        "%s %s in %.0f of 100 pairs of rows%s",
        shift < LEAST_SHIFT ? " is distributed differently," : " is",
        column.higher() < 0.5 ? "lower" : "higher",
        100 * shift,
        gaps);
  }
}
