package io.github.tfflows.cli;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.Missing;
import io.github.tfflows.tables.Reading;
import io.github.tfflows.tables.TableFlow;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.TableSchema;
import io.github.tfflows.tables.TableSource;
import io.github.tfflows.tables.TableTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a file, fits a flow to it and exports the model. */
final class FitJob {
  /** Enough rows to compare scores with. */
  private static final int SCORED = 100_000;

  private final FlowFamily family;
  private final FlowOptions size;
  private final TrainingOptions training;
  private final Execution execution;
  private final FitReport report;

  FitJob(
      FlowFamily family,
      FlowOptions size,
      TrainingOptions training,
      Execution execution,
      FitReport report) {
    this.family = family;
    this.size = size;
    this.training = training;
    this.execution = execution;
    this.report = report;
  }

  /**
   * The outputs of a fit.
   *
   * @param model the place of the model
   * @param events the folder of the curves, if wanted
   */
  record Target(ModelTarget model, @Nullable Path events) {}

  /** Runs the job and returns the exit code. */
  int run(TableSource source, TableSchema schema, Missing missing, Target target)
      throws IOException {
    Data rows = read(source, schema, missing);
    Data.Split split = rows.split(training.heldOut, training.seed);
    int columns = schema.modelled().size();
    FlowFamily.Size chosen = size.size(family, rows.count());
    Distribution definition = TableFlow.of(family.on(schema, chosen), schema, split.training());
    Training recipe = training.recipe(rows.count(), columns).withExecution(execution);
    report.training(family + ", " + chosen, recipe, split.heldOut().count());
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(target, interruption)) {
      Fit fit = new Fit(definition, schema, recipe, monitor);
      return export(fit, fit.run(rows), reference(rows, recipe.members()), target);
    }
  }

  private Data read(TableSource source, TableSchema schema, Missing missing) throws IOException {
    try (TableReader reader = TableReader.open(source, schema, Reading.of(missing))) {
      Data rows = reader.rest();
      report.data(source.name(), schema, rows.count(), reader.dropped());
      return rows;
    }
  }

  private FitMonitor monitor(Target target, Interruption interruption) throws IOException {
    Optional<EventFile> events =
        target.events() == null ? Optional.empty() : Optional.of(EventFile.in(target.events()));
    return new FitMonitor(ProgressDisplay.open(report.words()), events, interruption, report::warn);
  }

  /** One training. */
  private static final class Fit {
    private final Distribution definition;
    private final TableSchema schema;
    private final Training recipe;
    private final FitMonitor monitor;

    Fit(Distribution definition, TableSchema schema, Training recipe, FitMonitor monitor) {
      this.definition = definition;
      this.schema = schema;
      this.recipe = recipe;
      this.monitor = monitor;
    }

    /** The fitted model; if interrupted, with the best weights so far. */
    TableModel run(Data rows) {
      try {
        return new TableTraining(recipe, schema).fit(definition, rows, monitor);
      } finally {
        monitor.end();
      }
    }

    FitReport.Ending ending(ModelDescription description) {
      return new FitReport.Ending(
          Integer.parseInt(description.get("training.steps")),
          description.get("training.best_step"),
          loss(description, "training.held_out_loss"),
          loss(description, "training.gaussian_loss"),
          description.get("training.end"),
          Optional.ofNullable(description.entries().get("training.warnings")).stream()
              .flatMap(String::lines)
              .toList());
    }

    private static OptionalDouble loss(ModelDescription description, String key) {
      String loss = description.entries().get(key);
      return loss == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(loss));
    }
  }

  /** Rows that a member was not trained on; all rows where none are held out. */
  private Data reference(Data rows, int members) {
    Data heldOut =
        IntStream.range(0, members)
            .mapToObj(member -> rows.split(training.heldOut, training.seed, member).heldOut())
            .reduce(Data::followedBy)
            .orElseThrow();
    Data reference = heldOut.count() == 0 ? rows : heldOut;
    return reference.slice(0, Math.min(SCORED, reference.count()));
  }

  private int export(Fit fit, TableModel fitted, Data reference, Target target) throws IOException {
    try (TableModel model = fitted) {
      FitReport.Ending ending = fit.ending(model.distribution().description());
      if (fit.monitor.isInterrupted()) {
        report.interrupted(ending.bestStep());
      }
      ExportOptions options = model.describing(target.model().options(), reference);
      Path directory = target.model().directory();
      target.model().export(model.distribution(), directory, recorded(options, fit));
      report.end(directory, ending);
      return fit.monitor.status();
    }
  }

  private ExportOptions recorded(ExportOptions options, Fit fit) {
    return options
        .describing("flow", family.toString())
        .describing(LossCurve.KEY, fit.monitor.losses().text());
  }
}
