package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Nearest;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A condition that every row of a table, or the table as a whole, meets. */
public sealed interface Requirement {
  /** Examples of texts, for messages and help. */
  String EXAMPLES =
      "\"end >= start\", \"0 <= share <= 1\", \"a + b = c\", \"a * b = c\" or \"unique(shop, day)\"";

  /** The name of a column, or a constant: the text of a number, a date or a timestamp. */
  record Side(String text, boolean isColumn) {
    static Side of(String text, List<String> columns) {
      boolean isColumn = columns.contains(text);
      if (!isColumn && Double.isNaN(Moment.number(text))) {
        throw unknown(text, columns);
      }
      return new Side(text, isColumn);
    }

    boolean isNumber() {
      return !isColumn && !Double.isNaN(Numbers.parse(text));
    }

    double constant() {
      return Moment.number(text);
    }
  }

  /**
   * One side is at most the other or, if strict, below it. The text is the requirement as it was
   * given.
   */
  record Order(Side lower, Side upper, boolean isStrict, String text) implements Requirement {}

  /**
   * A column is the sum of other columns, each times a factor, and of a constant; or it is a
   * product of a factor and powers of other columns.
   */
  record Equation(String column, Relation rule) implements Requirement {}

  /** No two rows have the same values in some columns. */
  record Key(List<String> columns) implements Requirement {
    public Key {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Reads a requirement of the columns of a table.
   *
   * @param text a comparison of two columns, or of a column and a number, by {@code <=}, {@code <},
   *     {@code >=} or {@code >}; several of them in one line, such as {@code 0 <= share <= 1}; a
   *     sum of columns, such as {@code a + 2 * b - 1 = c} or {@code a + b = 100}; a product or
   *     quotient of columns, such as {@code 100 * a / b^2 = c}; or {@code unique(shop, day)}
   * @param columns the names of the table's columns
   * @return the requirements in the text
   * @throws IllegalArgumentException if it is none
   */
  static List<Requirement> parse(String text, List<String> columns) {
    try {
      Matcher key = Pattern.compile("\\s*unique\\s*\\((.*)\\)\\s*").matcher(text);
      return key.matches() ? List.of(key(key.group(1), columns)) : compared(text, columns);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the requirement \"%s\": %s".formatted(Excerpt.of(text), e.getMessage()), e);
    }
  }

  private static Key key(String names, List<String> columns) {
    return new Key(
        Arrays.stream(names.split(",", -1)).map(name -> column(name.strip(), columns)).toList());
  }

  private static String column(String name, List<String> columns) {
    if (!columns.contains(name)) {
      throw unknown(name, columns);
    }
    return name;
  }

  private static IllegalArgumentException unknown(String text, List<String> columns) {
    return new IllegalArgumentException(
        "\"%s\" is neither a column nor a number%s; the table has %s"
            .formatted(Excerpt.of(text), Nearest.hint(text, columns), Excerpt.of(columns)));
  }

  private static List<Requirement> compared(String text, List<String> columns) {
    List<String> sides = List.of(text.split("[<>]=?|==?", -1));
    List<String> signs =
        Pattern.compile("[<>]=?|==?").matcher(text).results().map(found -> found.group()).toList();
    if (signs.equals(List.of("=")) || signs.equals(List.of("=="))) {
      return List.of(equation(sides.get(0).strip(), sides.get(1).strip(), columns));
    }
    if (signs.isEmpty() || signs.stream().anyMatch(sign -> sign.startsWith("="))) {
      throw new IllegalArgumentException("expected one such as " + EXAMPLES);
    }
    List<Requirement> orders = new ArrayList<>();
    for (int i = 0; i < signs.size(); i++) {
      Side left = Side.of(sides.get(i).strip(), columns);
      Side right = Side.of(sides.get(i + 1).strip(), columns);
      if (left.isColumn == right.isColumn && (!left.isColumn || left.equals(right))) {
        throw new IllegalArgumentException("expected two different columns, or one and a number");
      }
      boolean isUp = signs.get(i).startsWith("<");
      boolean isStrict = signs.get(i).length() == 1;
      orders.add(new Order(isUp ? left : right, isUp ? right : left, isStrict, text.strip()));
    }
    return orders;
  }

  private static Equation equation(String left, String right, List<String> columns) {
    Optional<Relation> before = Factors.product(left, columns);
    Optional<Relation> after = Factors.product(right, columns);
    String other = before.isPresent() ? right : left;
    Optional<Relation> either = before.or(() -> after);
    boolean isMultiple = either.orElse(null) instanceof Relation.Linear;
    if (before.isPresent() == after.isPresent() || (isMultiple && !columns.contains(other))) {
      return sum(left, right, columns);
    }
    String alone = column(other, columns);
    Relation product = either.orElseThrow();
    if (product.sources().contains(alone)) {
      throw new IllegalArgumentException("expected a product of other columns");
    }
    return new Equation(alone, product);
  }

  private static Equation sum(String left, String right, List<String> columns) {
    Map<String, Double> factors = new LinkedHashMap<>();
    add(factors, left, 1, columns);
    add(factors, right, -1, columns);
    double constant = factors.getOrDefault("", 0.0);
    factors.remove("");
    if (factors.size() < 2 || factors.containsValue(0.0)) {
      throw new IllegalArgumentException("expected a sum of other columns");
    }
    String alone =
        Stream.of(left.strip(), right.strip())
            .filter(factors::containsKey)
            .findFirst()
            .orElseGet(() -> factors.keySet().iterator().next());
    double by = -factors.getOrDefault(alone, 0.0);
    factors.remove(alone);
    List<Double> slopes = factors.values().stream().map(factor -> factor / by).toList();
    return new Equation(
        alone, new Relation.Linear(List.copyOf(factors.keySet()), slopes, constant / by + 0.0));
  }

  /** Adds the terms of a side; the name of a column that stands alone can have signs. */
  private static void add(
      Map<String, Double> factors, String side, double sign, List<String> columns) {
    int most = columns.contains(side.strip()) ? 1 : -1;
    for (String term : side.strip().split("\\s+(?=[-+]\\s)", most)) {
      addTerm(factors, term, sign, columns);
    }
  }

  /** Adds a term with a sign and a factor; a constant has no name. */
  private static void addTerm(
      Map<String, Double> factors, String text, double sign, List<String> columns) {
    Matcher term = Pattern.compile("(?:([-+])\\s*)?(?:([0-9.eE]+)\\s*\\*\\s*)?(.+)").matcher(text);
    if (!term.matches()) {
      throw new IllegalArgumentException("expected one such as " + EXAMPLES);
    }
    double factor = term.group(2) == null ? 1 : Numbers.parse(term.group(2));
    double signed = "-".equals(term.group(1)) ? -sign * factor : sign * factor;
    Side side = Side.of(term.group(3).strip(), columns);
    if (side.isColumn) {
      factors.merge(side.text, signed, Double::sum);
    } else {
      factors.merge("", signed * side.constant(), Double::sum);
    }
  }
}
