package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.EvaluationJson;
import io.github.tfflows.cli.report.HtmlReport;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.cli.report.TextReport;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.synthetic.SyntheticTables;
import io.github.tfflows.cli.text.WorkBar;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.synthetic.TableSample;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code evaluate}. */
@Command(
    name = "evaluate",
    header = "Measures a model on rows that it has not seen.",
    description = {
      "Compares the log-likelihood of the rows with that of a Gaussian and of a mixture of"
          + " Gaussians or, if there are names, missing values or point masses, of independent"
          + " columns. Tests the log-densities of draws against those of the rows, and the calibration of"
          + " the latent space.",
      "Rates draws as synthetic data: the similarity of columns and of pairs of columns (the"
          + " scores of SDMetrics' QualityReport), the AUROC of a random forest that separates"
          + " draws from rows (0.5: it cannot), distances to the closest rows, and the prediction"
          + " of --target by a forest of draws. Each number is printed beside that of real rows in"
          + " place of the draws. Large tables are sampled; the numbers of rows are printed.",
      "The log-likelihood is the mean of the numbers that score writes for the same rows. To"
          + " compare draws with rows, numbers with steps get noise of the steps' width, as in"
          + " training. All rows count equally; a table with the column of weights of the fit is"
          + " refused."
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final double HALF = 0.5;
  private static final int PARTS = 3;
  private static final int FEWEST = 8;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final DataOptions.OfModel data = new DataOptions.OfModel();

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "The rows that the model was fitted to, to fit the simpler densities to them, too,"
              + " and to detect copies of them: the share of draws that are closer to them than to"
              + " as many rows of DATA is about 0.5 unless the model repeats rows. By default, the"
              + " simpler densities are fitted to a random half of DATA, everything is measured on"
              + " the other half, and copies cannot be detected. If DATA has the column of groups"
              + " of the fit, each half consists of whole groups.")
  private @Nullable String train;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description =
          "A column of the model to predict from the others by a random forest fitted to"
              + " draws, beside one fitted to as many rows: R² of numbers, AUROC of two names,"
              + " accuracy of more. If the model itself can predict the column, as in predict,"
              + " these predictions are measured, too: log-probability, CRPS and intervals, or"
              + " right names; those of the only column that is modelled given others are"
              + " measured without this option. Where the model has the distance of the column"
              + " from another one, the distance stands for it.")
  private @Nullable String target;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "A column of DATA, not of the model, that labels anomalies: by 1 among 0, or by"
              + " the rarer of two names. Prints the AUROC of the strangeness; everything else is"
              + " measured on the other rows.")
  private @Nullable String label;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with pictures to this file.")
  private @Nullable Path html;

  @Mixin private final ForceOption force = new ForceOption();

  @Option(names = "--draws", paramLabel = "N", description = "Largest number of draws.")
  private int draws = 10_000;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of draws, noise and halves.")
  private long seed = 1;

  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final UnseenOption names = new UnseenOption();
  @Mixin private final MissingOption missing = new MissingOption();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Option(names = "--json", description = "Print the numbers as JSON, and nothing else.")
  private boolean json;

  private SkippedRows skipped = SkippedRows.NONE;

  @Override
  public Integer call() throws IOException {
    Limits.within(command, "--draws", 100, 10_000_000, draws);
    if (html != null && Files.isDirectory(html)) {
      throw Limits.rejected(command, "--html must name a file, and " + html + " is a directory");
    }
    try (OutputFile page = html == null ? null : OutputFile.open(html, force.existing(), inputs());
        TableModel loaded = TableModel.load(data.model, running.execution())) {
      checkColumns(loaded.schema());
      Report report = report(loaded);
      print(report); // the numbers are out before the page can fail
      if (page != null) {
        HtmlReport.write(report, page);
      }
    }
    return 0;
  }

  private Inputs inputs() throws IOException {
    List<Path> others = new ArrayList<>(List.of(data.model));
    if (train != null) {
      others.addAll(TableFiles.matching(train));
    }
    return data.inputs(command, others.toArray(Path[]::new));
  }

  private void checkColumns(TableSchema schema) {
    target = target == null ? null : schema.measured(target);
    List<String> names = schema.all().stream().map(TableColumn::name).toList();
    if (target != null && (!names.contains(target) || names.size() < 2)) {
      throw Limits.rejected(
          command,
          "--target must be one of at least two columns of the model, %s; got %s"
              .formatted(Excerpt.of(names), target));
    }
    if (label != null && names.contains(label)) {
      throw Limits.rejected(
          command,
          "--label must not be a column of the model, %s; got %s"
              .formatted(Excerpt.of(names), label));
    }
  }

  private Report report(TableModel loaded) throws IOException {
    TableSource source = unweighted(loaded, data.open(command));
    if (label == null) {
      return report(loaded, source.name(), read(loaded, source));
    }
    LabelledRows labelled =
        LabelledRows.read(
            source,
            loaded,
            treatment(),
            loaded.groupsOf(source),
            label,
            rows -> tell(source, rows));
    return report(loaded, source.name(), labelled.others()).with(labelled.ranking());
  }

  private static TableSource unweighted(TableModel loaded, TableSource source) {
    loaded.origin().ifPresent(origin -> origin.requireUnweighted(source));
    return source;
  }

  private Report report(TableModel loaded, String name, Data rows) throws IOException {
    Data.Split split =
        train == null
            ? halves(rows)
            : new Data.Split(
                read(loaded, unweighted(loaded, data.format.open(command, train))), rows);
    if (train != null && split.training().count() == 0) {
      throw new IllegalArgumentException(train + " has no row that suits the columns of the model");
    }
    if (train == null && rows.count() < FEWEST) {
      throw new IllegalArgumentException(
          "%s has %s; expected at least %s, half of them to measure on, or the rows of the fit by --train"
              .formatted(name, Numbers.counted(rows.count(), "row"), FEWEST));
    }
    Report.Subject subject = subject(name, split);
    try (WorkBar bar = WorkBar.begin("parts", Notes.areWanted(command))) {
      bar.show(0, PARTS, "likelihood and tests");
      Report report =
          TableTrial.of(loaded.schema(), split.heldOut(), split.training(), seed)
              .report(loaded, subject);
      bar.show(1, PARTS, "predictions");
      Report predicted =
          predicted(loaded.schema())
              .flatMap(
                  column -> PredictionQuality.of(loaded.predict(column), split.heldOut(), seed))
              .map(report::with)
              .orElse(report);
      bar.show(2, PARTS, "draws as synthetic data");
      return predicted.with(
          SyntheticQuality.of(
              tables(loaded.schema(), split, report.evidence().draws()),
              Optional.ofNullable(target),
              seed));
    }
  }

  private Report.Subject subject(String name, Data.Split split) {
    boolean isGrouped = split.heldOut().isGrouped();
    String measured = label == null ? name : name + " without anomalies";
    String test = (isGrouped ? "random groups of " : "a random half of ") + measured;
    String others = isGrouped ? "the other groups" : "the other half";
    return new Report.Subject(
        data.model.toString(),
        train == null ? test : measured,
        train == null ? others : train,
        split.training().count(),
        new Settings(seed, draws));
  }

  /** Halves rows at random, by whole groups unless a part would have less than a quarter. */
  private Data.Split halves(Data rows) {
    if (rows.isOfSeveralGroups()) {
      Data.Split split = rows.split(HALF, seed);
      if (4 * Math.min(split.training().count(), split.heldOut().count()) >= rows.count()) {
        return split;
      }
    }
    return rows.ungrouped().split(HALF, seed);
  }

  /**
   * The column that the model predicts: the chosen target, or the only modelled column if others
   * are given.
   */
  private Optional<String> predicted(TableSchema schema) {
    boolean isAny = schema.conditioning() == Conditioning.ANY;
    return schema.modelled().stream()
        .filter(column -> schema.isOfOneTarget() || (isAny && column.name().equals(target)))
        .filter(column -> column.kind().cycle().isEmpty())
        .map(TableColumn::name)
        .findFirst();
  }

  /**
   * The draws and the rows to compare. For a conditional model, rows are in the order of the draws
   * for their conditions.
   */
  private SyntheticTables tables(TableSchema schema, Data.Split split, Data drawn) {
    Data test = split.heldOut().split(0, seed).training();
    TableSample draws = TableSample.ofDraws(schema, drawn.x(), drawn.context());
    if (train == null) {
      return SyntheticTables.of(
          draws, sample(schema, test), sample(schema, split.training()), Optional.empty());
    }
    Data rows = split.heldOut();
    Data.Split halves = halves(schema.given().isEmpty() ? rows : rows.ungrouped());
    return SyntheticTables.of(
        draws,
        sample(schema, halves.heldOut()),
        sample(schema, halves.training()),
        Optional.of(sample(schema, split.training().split(0, seed).training())));
  }

  private static TableSample sample(TableSchema schema, Data rows) {
    return TableSample.of(schema, rows.x(), rows.context());
  }

  private Reading treatment() {
    return unsuitable.reading(missing.missing).with(names.unseen);
  }

  private Data read(TableModel loaded, TableSource source) throws IOException {
    RowColumns groups = loaded.groupsOf(source);
    Reading reading = groups.keptBy(treatment());
    try (TableReader reader = TableReader.open(source, loaded.schema(), reading)) {
      Data rows = reader.sample(groups::data, Integer.MAX_VALUE, seed).rows();
      tell(source, reader.skipped());
      return rows;
    }
  }

  private void tell(TableSource source, SkippedRows rows) {
    SkippedReport.print(Notes.of(command), source.name(), rows);
    skipped = skipped.plus(rows);
  }

  private void print(Report report) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      ObjectNode all = EvaluationJson.of(report);
      SkippedReport.write(all, skipped);
      out.println(JsonOutput.text(all));
    } else {
      new TextReport(out).print(report);
      if (html != null) {
        out.printf("%nReport     %s%n", html);
      }
    }
  }
}
