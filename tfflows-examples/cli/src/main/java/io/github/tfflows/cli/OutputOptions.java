package io.github.tfflows.cli;

import io.github.tfflows.cli.file.Formulas;
import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.cli.file.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a table that is written. */
final class OutputOptions {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = ".csv, .csv.gz, .parquet or .npy. Default: CSV to the standard output.")
  @Nullable Path out;

  @Mixin private final ForceOption force = new ForceOption();

  @Option(
      names = "--formulas",
      paramLabel = "HOW",
      description =
          "Treatment of text in CSV that a spreadsheet would run as a formula:"
              + " ${COMPLETION-CANDIDATES}. escape writes an apostrophe before it.")
  private Formulas formulas = Formulas.REFUSE;

  /** Whether the file holds numbers alone. */
  boolean isNumeric() {
    return out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /** Begins the table: in a file that is not to touch the inputs, or on the standard output. */
  RowSink open(CommandSpec command, List<OutputColumn> columns, Inputs inputs) throws IOException {
    return out == null
        ? TableWriter.to(command.commandLine().getOut(), columns, formulas)
        : TableWriter.to(OutputFile.open(out, force.existing(), inputs), columns, formulas);
  }
}
