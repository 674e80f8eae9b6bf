package io.github.tfflows.cli.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines of values with a delimiter between them (RFC 4180), zipped with gzip or not.
 *
 * @param file the file
 * @param columns the names of the columns
 * @param delimiter the character between two values
 * @param hasHeader whether the first line names the columns
 */
record CsvSource(Path file, List<String> columns, char delimiter, boolean hasHeader)
    implements TableSource {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  static CsvSource of(Path file, SourceOptions options) throws IOException {
    boolean tabs = file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    char delimiter = options.delimiter().orElse(tabs ? '\t' : ',');
    try (CsvReader<CsvRecord> reader = reader(file, delimiter)) {
      Iterator<CsvRecord> lines = reader.iterator();
      if (!lines.hasNext()) {
        throw new IllegalArgumentException(file + " is empty; expected lines of values");
      }
      List<String> first = lines.next().getFields();
      requireText(file, first);
      requireDelimiter(file, delimiter, first);
      boolean named =
          switch (options.header()) {
            case PRESENT -> true;
            case ABSENT -> false;
            case AUTO -> first.stream().allMatch(CsvSource::looksLikeName);
          };
      return new CsvSource(file, named ? names(file, first) : numbered(first), delimiter, named);
    } catch (CsvParseException | UncheckedIOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireText(Path file, List<String> first) {
    if (first.stream().anyMatch(field -> field.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException(
          file + " is no text: line 1 holds a zero byte; expected CSV, Parquet or NPY");
    }
  }

  private static boolean looksLikeName(String field) {
    return Double.isNaN(Numbers.parse(field)) && !Numbers.isMissing(field);
  }

  private static void requireDelimiter(Path file, char delimiter, List<String> first) {
    if (first.size() > 1) {
      return;
    }
    for (char other : DELIMITERS) {
      if (other != delimiter && first.get(0).indexOf(other) >= 0) {
        throw new IllegalArgumentException(
            "%s: line 1 has a single value, split at \"%s\", but holds \"%s\"; try --delimiter '%s'"
                .formatted(file, shown(delimiter), shown(other), shown(other)));
      }
    }
  }

  private static List<String> numbered(List<String> first) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= first.size(); i++) {
      names.add("c" + i);
    }
    return List.copyOf(names);
  }

  private static List<String> names(Path file, List<String> first) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i).strip();
      if (name.isEmpty() || !seen.add(name)) {
        throw new IllegalArgumentException(
            "%s: line 1 names column %d \"%s\"; expected a name of its own for each column"
                .formatted(file, i + 1, Excerpt.of(name)));
      }
    }
    return first.stream().map(String::strip).toList();
  }

  static String shown(char delimiter) {
    return delimiter == '\t' ? "\\t" : String.valueOf(delimiter);
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public RowCursor open() throws IOException {
    CsvReader<CsvRecord> reader = reader(file, delimiter);
    Cursor cursor = new Cursor(reader);
    if (hasHeader && cursor.lines.hasNext()) {
      cursor.lines.next();
    }
    return cursor;
  }

  private static CsvReader<CsvRecord> reader(Path file, char delimiter) throws IOException {
    return CsvReader.builder()
        .fieldSeparator(delimiter)
        .allowUnclosedQuote(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted below, for a better message
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(TextFile.open(file));
  }

  private static IllegalArgumentException unreadable(Path file, RuntimeException e) {
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

  /** A pass. */
  private final class Cursor implements RowCursor {
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> lines;
    private @Nullable CsvRecord line;
    private long row;

    Cursor(CsvReader<CsvRecord> reader) {
      this.reader = reader;
      this.lines = reader.iterator();
    }

    @Override
    public boolean next() {
      try {
        if (!lines.hasNext()) {
          return false;
        }
        line = lines.next();
      } catch (CsvParseException | UncheckedIOException e) {
        throw unreadable(file, e);
      }
      row++;
      if (line.getFieldCount() != columns.size()) {
        throw new IllegalArgumentException(
            "%s, %s: %d values split at \"%s\"; expected %d as in the first line"
                .formatted(file, place(), line.getFieldCount(), shown(delimiter), columns.size()));
      }
      return true;
    }

    @Override
    public String place() {
      return line == null
          ? "before the first row"
          : "row %d (line %d)".formatted(row, line.getStartingLineNumber());
    }

    @Override
    public @Nullable String text(int column) {
      if (line == null) {
        throw new IllegalStateException("next() comes first");
      }
      String text = line.getField(column);
      return Numbers.isMissing(text) ? null : text;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
