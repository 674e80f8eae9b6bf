package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.fit.ModelTarget;
import io.github.tfflows.cli.option.ForceOption;
import io.github.tfflows.cli.option.FormatOptions;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.ThreadsOption;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.serve.triton.TritonModel;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code export}. */
@Command(
    name = "export",
    header = "Writes a model for TensorFlow Serving or Triton.",
    description = {
      "Writes a numbered version into DIR, with warm-up requests if you pass rows.",
      "The signature log_prob expects the columns as numbers, in the order that describe"
          + " prints, and categories by index, from 0."
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(paramLabel = "DIR", description = "The directory of the versions.")
  private Path directory = Path.of("");

  @Option(names = "--version", paramLabel = "N", description = "The number of the version.")
  private int version = 1;

  @Option(names = "--warm-up", paramLabel = "DATA", description = "Rows for a warm-up request.")
  private @Nullable Path warmUp;

  @Option(names = "--warm-up-rows", paramLabel = "N", description = "Rows of the warm-up request.")
  private int warmUpRows = 32;

  @Option(
      names = "--triton",
      paramLabel = "SIGNATURE",
      description = {
        "Add the files by which Triton's Python backend serves this signature, such as"
            + " serving_default. DIR is then a model of a Triton repository.",
        "An existing config.pbtxt of this signature stays."
      })
  private @Nullable String triton;

  @Option(names = "--xla", description = "Let the server compile the functions with XLA.")
  private boolean xla;

  @Mixin private final ForceOption force = new ForceOption();

  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FormatOptions format = new FormatOptions();
  @Mixin private final MissingOption missing = new MissingOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "--version", 1, version);
    Limits.atLeast(command, "--warm-up-rows", 1, warmUpRows);
    Limits.idle(command, warmUp == null, "without --warm-up", "--warm-up-rows");
    Path target = directory.resolve(Integer.toString(version));
    ModelTarget place = new ModelTarget(target, force.existing());
    place.require(warmUp == null ? Inputs.of(model) : Inputs.of(model, warmUp));
    Optional<TritonModel> described = described();
    try (TableModel loaded = TableModel.load(model, threads.execution())) {
      ExportOptions options =
          place.options().withVersion(version).withSignatures(loaded.signatures());
      if (warmUp != null) {
        options = options.withWarmUp(rows(loaded, format.open(command, warmUp.toString())));
      }
      if (xla) {
        options = options.withCompilation(Compilation.XLA);
      }
      place.export(loaded.distribution(), directory, options);
    }
    if (described.isPresent()) {
      described.get().addTo(target);
    }
    Notes.of(command, command.commandLine().getOut()).println("Model     " + target);
    return 0;
  }

  private Optional<TritonModel> described() throws IOException {
    if (triton == null) {
      return Optional.empty();
    }
    TritonModel described = TritonModel.of(model, triton);
    described.requireSuits(directory);
    return Optional.of(described);
  }

  private Data rows(TableModel loaded, TableSource source) throws IOException {
    Reading treatment = unsuitable.reading(missing.missing).inChunksOf(warmUpRows);
    try (TableReader reader = TableReader.open(source, loaded.schema(), treatment)) {
      Optional<TableChunk> chunk = reader.next();
      Data rows = chunk.map(TableChunk::suitable).map(TableChunk::data).orElse(Data.none());
      while (rows.count() == 0 && chunk.isPresent()) {
        chunk = reader.next();
        rows = chunk.map(TableChunk::suitable).map(TableChunk::data).orElse(rows);
      }
      SkippedReport.print(Notes.of(command), source.name(), reader.skipped());
      if (rows.count() == 0) {
        throw new IllegalArgumentException(source.name() + " has no rows for a request");
      }
      return loaded.schema().whole(rows);
    }
  }
}
