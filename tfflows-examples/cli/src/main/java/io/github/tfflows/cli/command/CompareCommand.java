package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.compare.Comparison;
import io.github.tfflows.cli.compare.Contest;
import io.github.tfflows.cli.fit.ProgressDisplay;
import io.github.tfflows.cli.fit.TableChoices;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.DataOptions;
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
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.FitRows;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.scan.ColumnChoiceException;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      "Fits each flow as fit does, and measures it on the rows that fit holds out, by"
          + " members that have not learned from them. Compares the flows with a Gaussian and a"
          + " mixture of Gaussians or, if there are names, missing values or point masses, with"
          + " independent columns. All rows count equally.",
      "Models are not kept: fit --flow FLOW with the same options builds the same model."
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

  @Mixin private final TableChoices choices = new TableChoices();

  @Option(names = "--draws", paramLabel = "N", description = "Draws to time.")
  private int draws = 10_000;

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
    PrintWriter out = command.commandLine().getOut();
    PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
    PrintWriter words = json ? nowhere : Notes.of(command, out);
    ComparisonText text = new ComparisonText(json ? nowhere : out);
    FitParts parts = parts(source);
    List<Data.Split> splits = parts.scored();
    text.data(source.name(), parts.count(), splits);
    parts.table().notes().forEach(note -> words.println("          " + note));
    Contest contest = new Contest(parts, draws);
    contest.enterBaselines(splits, training.seed);
    for (FlowFamily flow : new LinkedHashSet<>(flows)) {
      words.printf(Locale.ROOT, "Training  %s%n", flow);
      try (ProgressDisplay display = ProgressDisplay.open(command, words)) {
        Repeats usual = choices.usual(flow, rowColumns());
        contest.enter(
            flow.toString(),
            usual,
            fit(source, flow, usual).listening(FitListener.ofTraining(display)));
      }
    }
    Comparison comparison = contest.ranked();
    text.table(comparison);
    text.scope(comparison);
    if (json) {
      ObjectNode all = ComparisonJson.of(source.name(), splits, comparison);
      SkippedReport.write(all, skipped);
      parts.table().notes().forEach(all.putArray("notes")::add);
      out.println(JsonOutput.text(all));
    }
    return comparison.failures().isEmpty() ? 0 : 1;
  }

  /** The rows that all flows learn from, with a density for each number. */
  private FitParts parts(TableSource source) throws IOException {
    FitListener listener =
        new FitListener() {
          @Override
          public void read(FitRows rows) {
            skipped = rows.skipped();
            SkippedReport.print(Notes.of(command), source.name(), skipped);
          }
        };
    try {
      return fit(source, flows.get(0), Repeats.DENSITY).listening(listener).parts();
    } catch (ColumnChoiceException e) {
      throw ColumnOptions.chosenBy(e);
    }
  }

  private RowColumns rowColumns() {
    return new RowColumns(Optional.empty(), training.groups());
  }

  private TableFit fit(TableSource source, FlowFamily flow, Repeats usual) {
    TableFit fit = choices.fit(source, choices.scan(command, usual, rowColumns()), flow);
    return training
        .groups()
        .map(fit::groupedBy)
        .orElse(fit)
        .withMissing(missing.missing)
        .withTraining(
            (numbers, rows) ->
                training.checkpoints.addedTo(
                    training.recipe(numbers, rows).withExecution(running.execution()),
                    flow.toString()));
  }

  private void check() {
    training.check(command);
    choices.check(command, flows);
    Limits.within(command, "--draws", 1, 10_000_000, draws);
    if (training.heldOut == 0) {
      throw Limits.rejected(
          command, "--held-out must be above 0: compare measures on the rows held out");
    }
  }
}
