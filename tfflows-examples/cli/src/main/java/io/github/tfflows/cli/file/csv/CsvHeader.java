package io.github.tfflows.cli.file.csv;

import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The columns of lines with delimiters, and whether the first line has their names rather than a
 * row.
 */
record CsvHeader(List<String> columns, boolean isLine) {
  private static final Pattern WORD = Pattern.compile("\\s*\\p{L}+\\s*");

  /**
   * Determines the columns by the first line.
   *
   * @param fields the values of the line
   * @param when the meaning of the line
   * @throws IllegalArgumentException if the line does not suit this role
   */
  static CsvHeader of(
      String table,
      char delimiter,
      DecimalCommas commas,
      List<String> fields,
      SourceOptions.Header when) {
    requireText(table, fields);
    requireDelimiter(table, delimiter, fields);
    boolean isNamed =
        switch (when) {
          case PRESENT -> true;
          case ABSENT -> false;
          case AUTO ->
              areNames(
                  IntStream.range(0, fields.size())
                      .mapToObj(i -> commas.cell(i, fields.get(i)))
                      .filter(field -> !field.isBlank())
                      .toList());
        };
    List<String> columns =
        isNamed
            ? names(table, fields)
            : IntStream.range(0, fields.size()).mapToObj(CsvHeader::unnamed).toList();
    return new CsvHeader(columns, isNamed);
  }

  private static void requireText(String table, List<String> fields) {
    if (fields.stream().anyMatch(field -> field.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException(
          table + " is not text: line 1 holds a zero byte; expected CSV, Parquet, JSON or NPY");
    }
  }

  /**
   * Whether fields are names rather than a row. Beside other names, a word for a missing value that
   * occurs once is a name, too, such as None of a column that counts answers.
   */
  private static boolean areNames(List<String> fields) {
    return fields.stream().anyMatch(CsvHeader::looksLikeName)
        && fields.stream()
            .allMatch(
                field ->
                    looksLikeName(field)
                        || (WORD.matcher(field).matches()
                            && Collections.frequency(fields, field) == 1));
  }

  private static boolean looksLikeName(String field) {
    return Double.isNaN(Numbers.parse(field)) && !Numbers.isMissing(field);
  }

  private static void requireDelimiter(String table, char delimiter, List<String> fields) {
    for (char other : Delimiters.USUAL) {
      if (fields.size() == 1 && other != delimiter && fields.get(0).indexOf(other) >= 0) {
        throw new IllegalArgumentException(
            "%1$s: line 1 has a single value, split at \"%2$s\", but holds \"%3$s\"; try --delimiter '%3$s'"
                .formatted(table, Delimiters.shown(delimiter), Delimiters.shown(other)));
      }
    }
  }

  private static List<String> names(String table, List<String> fields) {
    List<String> names =
        IntStream.range(0, fields.size())
            .mapToObj(i -> fields.get(i).isBlank() ? unnamed(i) : fields.get(i).strip())
            .toList();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i))) {
        throw new IllegalArgumentException(
            "%s: line 1 names column %s \"%s\"; expected a name of its own for each column"
                .formatted(table, i + 1, Excerpt.of(names.get(i))));
      }
    }
    return names;
  }

  /** Returns the name of a column without one, such as the index that pandas writes. */
  private static String unnamed(int index) {
    return "c" + (index + 1);
  }
}
