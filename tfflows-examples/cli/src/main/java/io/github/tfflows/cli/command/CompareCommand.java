package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.compare.Comparison;
import io.github.tfflows.cli.compare.Contest;
import io.github.tfflows.cli.fit.ProgressDisplay;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.FlowOptions;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.TrainingOptions;
import io.github.tfflows.cli.report.ComparisonJson;
import io.github.tfflows.cli.report.ComparisonText;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.Repeats;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code compare}. */
@Command(
    name = "compare",
    header = "Ranks several flows by their held-out log-likelihood.",
    description = {
      "All flows, a Gaussian and a mixture of Gaussians are fitted to the same rows, and ranked"
          + " in nats a row. Where there are names or"
          + " missing values, independent columns take the place of the Gaussians.",
      "Models are not kept: fit the one you choose. The log-likelihood is the mean of the numbers"
          + " that score would write for the rows to measure on. It is not that of the model that fit"
          + " builds: these are single flows on fewer rows, and repeated numbers have a density"
          + " unless --repeats says mass."
    })
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final DataOptions.Alone data = new DataOptions.Alone();

  @Option(
      names = "--flows",
      paramLabel = "FLOW",
      split = ",",
      required = true,
      description = "${COMPLETION-CANDIDATES}.")
  private List<FlowFamily> flows = List.of();

  @Mixin private final FlowOptions sizes = new FlowOptions();

  @Option(names = "--test", paramLabel = "SHARE", description = "Share of the rows to test on.")
  private double test = 0.2;

  @Option(names = "--draws", paramLabel = "N", description = "Draws to time.")
  private int draws = 10_000;

  @Mixin private final ColumnOptions columns = new ColumnOptions();
  @Mixin private final MissingOption missing = new MissingOption();
  @Mixin private final TrainingOptions training = new TrainingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print the table as JSON, and nothing else.")
  private boolean json;

  private SkippedRows skipped = SkippedRows.NONE;

  @Override
  public Integer call() throws IOException {
    check();
    training.checkpoints.require();
    TableSource source = data.open(command);
    TableScan scan = columns.scan(command, Repeats.DENSITY);
    ScannedTable scanned = ColumnOptions.scanned(scan, source, missing.missing);
    TableSchema schema = scanned.schema();
    Data rows = read(source, schema);
    Contest.Parts parts = Contest.Parts.of(rows, test, training.heldOut, training.seed);
    PrintWriter out = command.commandLine().getOut();
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    PrintWriter words = json ? nowhere : Notes.of(command, out);
    ComparisonText text = new ComparisonText(json ? nowhere : out);
    text.data(source.name(), parts);
    scanned.notes().forEach(note -> words.println("          " + note));
    Contest contest = new Contest(schema, parts, draws, training.seed);
    flows.stream().distinct().forEach(flow -> enter(contest, flow, schema, parts, words));
    Comparison comparison = contest.ranked();
    text.table(comparison);
    text.scope(parts);
    if (json) {
      ObjectNode all = ComparisonJson.of(source.name(), parts, comparison);
      SkippedReport.write(all, skipped);
      out.println(JsonOutput.text(all));
    }
    out.flush();
    return comparison.failures().isEmpty() ? 0 : 1;
  }

  private Data read(TableSource source, TableSchema schema) throws IOException {
    try (TableReader reader = TableReader.open(source, schema, Reading.of(missing.missing))) {
      Data rows = reader.rest();
      skipped = reader.skipped();
      SkippedReport.print(Notes.of(command), source.name(), skipped);
      return rows;
    }
  }

  private void check() {
    training.check(command);
    sizes.check(command);
    Limits.within(command, "--draws", 1, 10_000_000, draws);
    if (!(test > 0 && test < 1)) {
      throw Limits.rejected(command, "--test must be in (0, 1), got " + test);
    }
  }

  private void enter(
      Contest contest,
      FlowFamily flow,
      TableSchema schema,
      Contest.Parts parts,
      PrintWriter words) {
    words.printf(Locale.ROOT, "Training  %s%n", flow);
    words.flush();
    try (ProgressDisplay display = ProgressDisplay.open(command, words)) {
      int columns = schema.modelled().size();
      int rows = parts.training().count();
      Training usual =
          training.recipe(Training.forData(rows, columns), rows).withExecution(running.execution());
      Training recipe = training.checkpoints.addedTo(usual, flow.toString());
      FlowFamily.Size size = sizes.adapted(FlowFamily.Size.forData(flow, rows));
      contest.enter(flow.toString(), flow.on(schema, size), recipe, display);
    }
  }
}
