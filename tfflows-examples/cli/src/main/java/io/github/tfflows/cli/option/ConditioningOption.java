package io.github.tfflows.cli.option;

import io.github.tfflows.tables.density.Conditioning;
import picocli.CommandLine.Option;

/** The option of the cells that may be given. */
public final class ConditioningOption {
  @Option(
      names = "--conditioning",
      paramLabel = "WHAT",
      description =
          "The cells that may be given, row by row: ${COMPLETION-CANDIDATES}. A model of any"
              + " cell also imputes and explains rows.")
  public Conditioning conditioning = Conditioning.NONE;
}
