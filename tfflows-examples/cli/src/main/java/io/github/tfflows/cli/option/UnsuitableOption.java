package io.github.tfflows.cli.option;

import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.Missing;
import picocli.CommandLine.Option;

/** The option of rows that do not suit the columns of a model. */
public final class UnsuitableOption {
  @Option(
      names = "--unsuitable",
      paramLabel = "WHAT",
      description =
          "Treatment of a row that does not suit the columns, such as text in place of a"
              + " number, a number out of bounds, or a missing value in a column that had none in"
              + " the fit: ${COMPLETION-CANDIDATES}. report: such rows are counted, and the reasons"
              + " of the first ones printed. score and explain write the reason in the column"
              + " problem.")
  private Unsuitable treatment = Unsuitable.REPORT;

  /** The treatment of rows; refusing missing values implies refusing unsuitable rows. */
  public Reading reading(Missing missing) {
    return Reading.of(missing).with(missing == Missing.REFUSE ? Unsuitable.REFUSE : treatment);
  }
}
