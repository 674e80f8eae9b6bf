package io.github.tfflows.cli.file.csv;

import io.github.tfflows.tables.text.Numbers;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The columns whose numbers have a comma for the decimal point.
 *
 * @param columns their indices
 * @param example one of their numbers
 */
record DecimalCommas(BitSet columns, Optional<String> example) {
  static final DecimalCommas NONE = new DecimalCommas(new BitSet(), Optional.empty());

  private static final Pattern NUMBER = Pattern.compile("\\s*[-+]?\\d*,\\d+([eE][-+]?\\d+)?\\s*");

  /** Numbers that could also be whole, with commas between thousands. */
  private static final Pattern THOUSANDS = Pattern.compile("\\s*[-+]?[1-9]\\d{0,2},\\d{3}\\s*");

  /**
   * Finds the columns that hold nothing but such numbers and whole ones in rows after the first,
   * which may be a header. Numbers that could be thousands do not count if another column has
   * decimal points.
   */
  static DecimalCommas of(List<List<String>> rows) {
    List<List<String>> cells = rows.subList(Math.min(1, rows.size()), rows.size());
    int width = rows.isEmpty() ? 0 : rows.get(0).size();
    List<Column> columns =
        IntStream.range(0, width)
            .mapToObj(i -> Column.of(cells, i))
            .filter(Column::isNumeric)
            .toList();
    boolean hasPoints = columns.stream().anyMatch(Column::hasPoint);
    List<Column> found =
        columns.stream()
            .filter(column -> !column.hasPoint() && column.hasComma(!hasPoints))
            .toList();
    if (found.isEmpty()) {
      return NONE;
    }
    BitSet indices = new BitSet();
    found.forEach(column -> indices.set(column.index()));
    if (!hasPoints) { // commas may follow in columns of whole numbers
      columns.forEach(column -> indices.set(column.index()));
    }
    return new DecimalCommas(
        indices,
        found.get(0).values().stream().filter(DecimalCommas::has).map(String::strip).findFirst());
  }

  /** Returns a cell, as a number with a decimal point if it is one of such a column. */
  String cell(int column, String text) {
    return columns.get(column) && has(text) ? pointed(text) : text;
  }

  static String pointed(String number) {
    return number.replace(',', '.');
  }

  private static boolean has(String text) {
    return text.indexOf(',') >= 0 && NUMBER.matcher(text).matches();
  }

  /** The values of a column that are not missing. */
  private record Column(int index, List<String> values) {
    static Column of(List<List<String>> rows, int index) {
      return new Column(
          index,
          rows.stream()
              .filter(row -> index < row.size())
              .map(row -> row.get(index))
              .filter(Predicate.not(Numbers::isMissing))
              .toList());
    }

    boolean isNumeric() {
      return values.stream().allMatch(text -> has(text) || !Double.isNaN(Numbers.parse(text)));
    }

    boolean hasPoint() {
      return values.stream().anyMatch(text -> text.indexOf('.') >= 0);
    }

    boolean hasComma(boolean allowsThousands) {
      return values.stream()
          .anyMatch(text -> has(text) && (allowsThousands || !THOUSANDS.matcher(text).matches()));
    }
  }
}
