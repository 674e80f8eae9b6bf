package io.github.tfflows.cli.file.format;

import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lines of values with a delimiter between them (RFC 4180), zipped with gzip or not.
 *
 * @param text the file
 * @param columns the names of the columns
 * @param delimiter the character between two values
 * @param first the content of the first line
 */
public record CsvSource(
    TextFile text, List<String> columns, char delimiter, CsvCursor.FirstLine first)
    implements TableSource {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

  public static CsvSource of(Path file, SourceOptions options) throws IOException {
    boolean tabs = file.getFileName().toString().toLowerCase(Locale.ROOT).contains(".tsv");
    char delimiter = options.delimiter().orElse(tabs ? '\t' : ',');
    TextFile text = TextFile.of(file);
    List<String> first =
        CsvCursor.first(text, delimiter)
            .orElseThrow(
                () -> new IllegalArgumentException(file + " is empty; expected lines of values"))
            .getFields();
    requireText(file, first);
    requireDelimiter(file, delimiter, first);
    boolean named =
        switch (options.header()) {
          case PRESENT -> true;
          case ABSENT -> false;
          case AUTO -> first.stream().allMatch(CsvSource::looksLikeName);
        };
    List<String> columns = named ? names(file, first) : numbered(first);
    CsvCursor.FirstLine content = named ? CsvCursor.FirstLine.NAMES : CsvCursor.FirstLine.VALUES;
    text.requireIntact();
    return new CsvSource(text, columns, delimiter, content);
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
                .formatted(
                    file,
                    CsvCursor.shown(delimiter),
                    CsvCursor.shown(other),
                    CsvCursor.shown(other)));
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

  @Override
  public String name() {
    return text.file().toString();
  }

  @Override
  public RowCursor open() throws IOException {
    return CsvCursor.over(text, delimiter, columns.size(), first);
  }
}
