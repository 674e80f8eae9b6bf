package io.github.tfflows.cli.file.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pass over lines of values that counts lines and names their defects. */
final class CsvCursor implements RowCursor {
  private final Path file;
  private final char delimiter;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> lines;
  private int columns;
  private @Nullable CsvRecord line;
  private long row;

  /** The content of the first line of a table. */
  enum FirstLine {
    /** The names of the columns. */
    NAMES,

    /** The first row. */
    VALUES
  }

  private CsvCursor(TextFile text, char delimiter) throws IOException {
    this.file = text.file();
    this.delimiter = delimiter;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .allowUnclosedQuote(false)
            .trimWhitespacesAroundQuotes(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted below
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text.open());
    this.lines = reader.iterator();
  }

  /** Returns the first line that is not blank, if there is one. */
  static Optional<CsvRecord> first(TextFile text, char delimiter) throws IOException {
    try (CsvCursor cursor = new CsvCursor(text, delimiter)) {
      return cursor.advance() ? Optional.of(cursor.current()) : Optional.empty();
    }
  }

  /**
   * Begins a pass over the rows of a table.
   *
   * @param columns the number of its columns
   * @param first the first line
   */
  static CsvCursor over(TextFile text, char delimiter, int columns, FirstLine first)
      throws IOException {
    CsvCursor cursor = new CsvCursor(text, delimiter);
    try {
      cursor.columns = columns;
      if (first == FirstLine.NAMES) {
        cursor.advance();
      }
      return cursor;
    } catch (RuntimeException e) {
      cursor.close();
      throw e;
    }
  }

  private boolean advance() {
    try {
      if (!lines.hasNext()) {
        return false;
      }
      line = lines.next();
      return true;
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private IllegalArgumentException unreadable(RuntimeException e) {
    Throwable cause = e.getCause();
    if (cause instanceof CharacterCodingException) {
      return new IllegalArgumentException(
          file
              + " is no text in UTF-8; convert it, for instance by iconv -f latin1 -t utf-8, or"
              + " decompress it",
          e);
    }
    String reason =
        cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
    return new IllegalArgumentException("%s cannot be read as CSV: %s".formatted(file, reason), e);
  }

  /** Returns a delimiter as a message shows it. */
  static String shown(char delimiter) {
    return delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
  }

  private CsvRecord current() {
    if (line == null) {
      throw new IllegalStateException("next() comes first");
    }
    return line;
  }

  @Override
  public boolean next() {
    if (!advance()) {
      return false;
    }
    row++;
    if (current().getFieldCount() != columns) {
      throw new IllegalArgumentException(
          "%s, %s: %s values split at \"%s\"; expected %s as in the first line"
              .formatted(file, place(), current().getFieldCount(), shown(delimiter), columns));
    }
    return true;
  }

  @Override
  public String place() {
    return row == 0
        ? "before the first row"
        : "row %s (line %s)".formatted(row, current().getStartingLineNumber());
  }

  @Override
  public @Nullable String text(int column) {
    String text = current().getField(column);
    return Numbers.isMissing(text) ? null : text;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
