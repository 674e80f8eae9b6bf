package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.file.TableWriter;
import io.github.tfflows.cli.file.csv.Formulas;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a table that is written. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = ".csv, .csv.gz, .parquet or .npy. Default: CSV to the standard output.")
  public @Nullable Path out;

  @Mixin private final ForceOption force = new ForceOption();

  @Option(
      names = "--formulas",
      paramLabel = "HOW",
      description =
          "Treatment of text in CSV that a spreadsheet would run as a formula:"
              + " ${COMPLETION-CANDIDATES}. escape writes an apostrophe before it.")
  private Formulas formulas = Formulas.REFUSE;

  /** Whether the file holds numbers alone. */
  public boolean isNumeric() {
    return out != null && out.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /**
   * Returns a line on written rows: their number, the file and further words. It is empty if there
   * are no further words, and the rows are on the standard output.
   *
   * @param unit the name of a row
   */
  public String line(long count, String unit, String words) {
    if (out == null && words.isEmpty()) {
      return "";
    }
    String rows = Numbers.counted(count, unit) + (out == null ? "" : " written to " + out);
    return rows + (words.isEmpty() ? "" : ", " + words) + System.lineSeparator();
  }

  /** Begins the table: in a file that is not to touch the inputs, or on the standard output. */
  public RowSink open(CommandSpec command, List<OutputColumn> columns, Inputs inputs)
      throws IOException {
    return out == null
        ? TableWriter.to(command.commandLine().getOut(), columns, formulas)
        : TableWriter.to(OutputFile.open(out, force.existing(), inputs), columns, formulas);
  }
}
