package io.github.tfflows.cli;

import io.github.tfflows.cli.evaluate.HtmlReport;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.evaluate.Settings;
import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.cli.evaluate.TextReport;
import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Evaluates a model on rows that it has not seen: their log-likelihood next to that of a"
          + " Gaussian and of a mixture of Gaussians, tests of its draws against the rows, and the"
          + " calibration of its latent space. Where there are names or missing values, the"
          + " likelihood is that next to independent columns.",
      "Numbers with steps are dequantized as in training: the log-likelihood is that of the noisy"
          + " rows, on average a lower bound for the numbers."
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final double HALF = 0.5;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "Rows to fit the simpler densities to, such as those of the model. Default: a"
              + " random half of DATA, and everything is measured on the other half.")
  private @Nullable String train;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with pictures to this file.")
  private @Nullable Path html;

  @Mixin private final ForceOption force = new ForceOption();

  @Option(names = "--draws", paramLabel = "N", description = "Largest number of draws.")
  private int draws = 10_000;

  @Option(
      names = "--permutations",
      paramLabel = "N",
      description = "Permutations of the energy test.")
  private int permutations = 999;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of draws, permutations, noise and halves.")
  private long seed = 1;

  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print the numbers as JSON, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "--draws", 100, draws);
    Limits.atLeast(command, "--permutations", 99, permutations);
    if (html != null && Files.isDirectory(html)) {
      throw Limits.rejected(command, "--html must name a file, and " + html + " is a directory");
    }
    try (OutputFile page = html == null ? null : OutputFile.open(html, force.existing(), inputs());
        TableModel loaded = TableModel.load(model, running.execution())) {
      Report report = report(loaded);
      if (page != null) {
        HtmlReport.write(report, page);
      }
      print(report);
    }
    return 0;
  }

  private Inputs inputs() throws IOException {
    List<Path> others = new ArrayList<>(List.of(model));
    if (train != null) {
      others.addAll(TableFiles.matching(train));
    }
    return query.inputs(command, data, others.toArray(Path[]::new));
  }

  private Report report(TableModel loaded) throws IOException {
    TableSource source = query.open(command, reading, data);
    Data rows = read(loaded, source);
    Data.Split split =
        train == null
            ? rows.split(HALF, seed)
            : new Data.Split(read(loaded, reading.open(command, train)), rows);
    String training = train == null ? "the other half" : train;
    String test = train == null ? "a random half of " + source.name() : source.name();
    Settings settings = new Settings(seed, draws, Settings.seeded(seed).compared(), permutations);
    return TableTrial.of(loaded.schema(), split.heldOut(), split.training(), seed)
        .report(
            loaded,
            new Report.Subject(
                model.toString(), test, training, split.training().count(), settings));
  }

  private Data read(TableModel loaded, TableSource source) throws IOException {
    return TableReader.readAll(source, loaded.schema(), reading.missing);
  }

  private void print(Report report) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.text(EvaluationJson.of(report)));
    } else {
      new TextReport(out).print(report);
      if (html != null) {
        out.printf("%nReport     %s%n", html);
      }
    }
    out.flush();
  }
}
