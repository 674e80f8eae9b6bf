package io.github.tfflows.cli.option;

import io.github.tfflows.tables.source.Missing;
import picocli.CommandLine.Option;

/** The option of missing values. */
public final class MissingOption {
  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      description =
          "Treatment of a missing value (empty, NA, NaN, null or ?): ${COMPLETION-CANDIDATES}."
              + " model: it has a probability in columns that had gaps when the model was fitted.")
  public Missing missing = Missing.MODEL;
}
