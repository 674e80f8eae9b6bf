package io.github.tfflows.cli.file.csv;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The delimiter of lines of values, the form of their numbers, and notes if either was detected.
 */
record CsvDialect(char delimiter, DecimalCommas commas, List<String> notes) {
  /** Spreadsheets separate values by it where the comma is the decimal sign. */
  private static final char BESIDE_COMMAS = ';';

  /**
   * Detects the dialect by the first lines of a text, which remain to be read. Without a delimiter
   * in the options, it is the usual one, or, if the first line has one value, another one that
   * splits each of the first lines into the same number of values.
   */
  static CsvDialect of(BufferedReader text, SourceOptions options, char usual) throws IOException {
    List<String> notes = new ArrayList<>();
    char delimiter = options.delimiter().orElse(usual);
    if (options.delimiter().isEmpty() && FirstLines.one(text).fields(usual) <= 1) {
      delimiter = FirstLines.many(text).delimiter(usual);
    }
    if (options.delimiter().isEmpty() && delimiter != usual) {
      notes.add(
          "line 1 has a single value, split at \"%s\", so the values are split at \"%s\", as the"
                  .formatted(Delimiters.shown(usual), Delimiters.shown(delimiter))
              + " first lines agree; --delimiter chooses another character");
    }
    if (delimiter != BESIDE_COMMAS) {
      return new CsvDialect(delimiter, DecimalCommas.NONE, notes);
    }
    DecimalCommas commas = DecimalCommas.of(FirstLines.many(text).rows(delimiter));
    commas
        .example()
        .ifPresent(
            number ->
                notes.add(
                    "the comma is the decimal sign: \"%s\" is read as %s"
                        .formatted(number, DecimalCommas.pointed(number))));
    return new CsvDialect(delimiter, commas, notes);
  }
}
