package io.github.tfflows.cli.file.csv;

import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;

/**
 * The treatment of text in CSV files that a spreadsheet would run as a formula: text that begins
 * with {@code =}, {@code +}, {@code -}, {@code @}, a tabulator or a line break, and is not a
 * number.
 */
public enum Formulas {
  /** Fail at the first one: no formula is written, and no text is changed. */
  REFUSE,

  /** Write an apostrophe before it, which spreadsheets hide and other readers do not. */
  ESCAPE,

  /** Write it unchanged, for readers that are not spreadsheets. */
  KEEP;

  private static final String FIRST = "=+-@\t\r\n";

  /**
   * Returns the text to write.
   *
   * @throws IllegalArgumentException if it is a formula and those are refused
   */
  String written(String text) {
    if (this == KEEP || !isFormula(text)) {
      return text;
    }
    if (this == ESCAPE) {
      return "'" + text;
    }
    throw new IllegalArgumentException(
        "a spreadsheet would run the text \"%s\" as a formula; --formulas escape|keep writes it"
            .formatted(Excerpt.of(text)));
  }

  private static boolean isFormula(String text) {
    return !text.isEmpty()
        && FIRST.indexOf(text.charAt(0)) >= 0
        && Double.isNaN(Numbers.parse(text));
  }
}
