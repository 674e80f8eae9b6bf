package io.github.tfflows.cli.option;

import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of reading files. */
public final class ReadingOptions {
  @Mixin public final FormatOptions format = new FormatOptions();

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      description =
          "Treatment of a missing value (empty, NA, NaN, null or ?): ${COMPLETION-CANDIDATES}."
              + " model: it has a probability in columns that had gaps when the model was fitted.")
  public Missing missing = Missing.MODEL;

  /** Opens a file, or all that a pattern matches. */
  public TableSource open(CommandSpec command, String file) throws IOException {
    return format.open(command, file);
  }
}
