package io.github.tfflows.cli.option;

import io.github.tfflows.tables.column.Unseen;
import picocli.CommandLine.Option;

/** The option of names that the fit has not seen. */
public final class UnseenOption {
  @Option(
      names = "--unseen",
      paramLabel = "WHAT",
      description =
          "Treatment of a name that occurs in no row of the fit: ${COMPLETION-CANDIDATES}."
              + " model: it has the probability of an unseen name, which is the share of names that"
              + " the fit saw once. refuse: it does not suit the column.")
  public Unseen unseen = Unseen.MODEL;
}
