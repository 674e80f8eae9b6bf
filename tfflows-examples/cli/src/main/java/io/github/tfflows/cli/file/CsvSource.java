package io.github.tfflows.cli.file;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.Numbers;
import io.github.tfflows.tables.RowCursor;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines of values with a delimiter between them (RFC 4180), zipped with gzip or not.
 *
 * @param text the file
 * @param columns the names of the columns
 * @param delimiter the character between two values
 * @param hasHeader whether the first line names the columns
 * @param isPlain whether DuckDB reads its lines as rows
 */
record CsvSource(
    TextFile text, List<String> columns, char delimiter, boolean hasHeader, boolean isPlain)
    implements TableSource {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  static CsvSource of(Path file, SourceOptions options) throws IOException {
    boolean tabs = file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    char delimiter = options.delimiter().orElse(tabs ? '\t' : ',');
    TextFile text = TextFile.of(file);
    CsvRecord line =
        LineCursor.first(text, delimiter)
            .orElseThrow(
                () -> new IllegalArgumentException(file + " is empty; expected lines of values"));
    List<String> first = line.getFields();
    requireText(file, first);
    requireDelimiter(file, delimiter, first);
    boolean named =
        switch (options.header()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case AUTO -> first.stream().allMatch(CsvSource::looksLikeName);
        };
    List<String> columns = named ? names(file, first) : numbered(first);
    text.requireIntact();
    return new CsvSource(text, columns, delimiter, named, isPlain(text, line, delimiter));
  }

  /** DuckDB reads blank lines as rows of a single column, or as the header, and only UTF-8. */
  private static boolean isPlain(TextFile text, CsvRecord first, char delimiter) {
    return text.encoding().equals(StandardCharsets.UTF_8)
        && first.getStartingLineNumber() == 1
        && first.getFieldCount() > 1
        && delimiter < 0x80;
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
            "%s: line 1 names column %s \"%s\"; expected a name of its own for each column"
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
    return text.file().toString();
  }

  @Override
  public RowCursor open() throws IOException {
    return isPlain ? new CsvCursor(this) : LineCursor.after(0, this);
  }

  /** Returns the lines as DuckDB reads them, without any guess of its own. */
  DuckSource byDuckDb() {
    String names =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "'c%s': 'VARCHAR'".formatted(i))
            .collect(Collectors.joining(", ", "{", "}"));
    String query =
        ("FROM read_csv(%s, auto_detect = false, delim = %s, quote = '\"', escape = '\"',"
                + " header = %s, compression = %s, columns = %s, strict_mode = true)")
            .formatted(
                DuckDatabase.literal(text.file()),
                DuckDatabase.literal(String.valueOf(delimiter)),
                hasHeader,
                DuckDatabase.literal(text.isZipped() ? "gzip" : "none"),
                names);
    List<DuckColumn> read =
        columns.stream().map(name -> new DuckColumn(name, DuckColumn.Form.NUMERAL)).toList();
    return new DuckSource(name(), "CSV", DuckDatabase::open, query, read);
  }
}
