package io.github.tfflows.cli.file.csv;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.List;

/** The characters between two values, and lines read by one of them. */
final class Delimiters {
  /** Those that are detected. */
  static final List<Character> USUAL = List.of(',', ';', '\t', '|');

  static CsvReader<CsvRecord> reader(Reader text, char delimiter) {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // the cursor counts them
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(text);
  }

  /** Returns a delimiter as a message shows it. */
  static String shown(char delimiter) {
    return delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
  }

  private Delimiters() {}
}
