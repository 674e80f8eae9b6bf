package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.report.FitReport;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitListener;
import io.github.tfflows.tables.FitOutcome;
import io.github.tfflows.tables.FitRows;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.scan.ColumnChoiceException;
import io.github.tfflows.tables.scan.ScannedTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Fits a model, reports the fit stage by stage, and writes the model. */
final class FitJob implements FitListener, Closeable {
  /** The exit code if the model could not be written to its place. */
  private static final int FAILED = 1;

  private final CommandSpec command;
  private final FitReport report;
  private final Optional<Path> events;
  private final List<LossCurve.Point> losses = new ArrayList<>();
  private @Nullable FitMonitor monitor;
  private int memberSteps;

  /** Prepares a job, with the folder of the curves, if wanted. */
  FitJob(CommandSpec command, FitReport report, Optional<Path> events) {
    this.command = command;
    this.report = report;
    this.events = events;
  }

  int run(TableFit fit, ModelTarget target) throws IOException {
    try (FittedTable fitted = fit.listening(this).fitted()) {
      return export(fitted, target);
    } catch (ColumnChoiceException e) {
      throw ColumnOptions.chosenBy(e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void scanned(ScannedTable table) {
    report.notes(table.notes());
  }

  @Override
  public void read(FitRows rows) {
    report.rows(rows);
  }

  /** {@inheritDoc} From here on, Ctrl-C ends the training and not the process. */
  @Override
  public void begun(String flow, Training recipe, int heldOut) {
    report.training(flow, recipe, heldOut);
    memberSteps = recipe.steps();
    if (monitor == null) {
      monitor =
          new FitMonitor(
              ProgressDisplay.open(command, report.words()),
              events.map(FitJob::begin),
              Interruption.open(),
              report::warn);
    }
  }

  private static EventFile begin(Path folder) {
    try {
      return EventFile.in(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void progressed(Progress progress) {
    losses.add(LossCurve.Point.of(progress, memberSteps));
    monitor().accept(progress);
  }

  @Override
  public void ended() {
    monitor().end();
  }

  private FitMonitor monitor() {
    return Optional.ofNullable(monitor).orElseThrow();
  }

  private int export(FittedTable fitted, ModelTarget target) throws IOException {
    FitOutcome outcome = fitted.outcome();
    TableModel model = fitted.model();
    if (monitor().isInterrupted()) {
      report.interrupted(outcome.bestSteps());
    }
    ExportOptions options =
        model.describing(target.options()).describing(LossCurve.KEY, new LossCurve(losses).text());
    Path place = target.exportSomewhere(model.distribution(), options, report::warn);
    report.end(place, outcome);
    return place.equals(target.directory()) ? monitor().status() : FAILED;
  }

  @Override
  public void close() {
    if (monitor != null) {
      monitor.close();
    }
  }
}
