package io.github.tfflows.tables.requirement;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The factors of a product, such as {@code 100 * a / b^2} or {@code total * (1 - rate / 100)}. */
final class Factors {
  private static final String OUTSIDE_OF_BRACKETS = "(?![^()]*\\))";
  private static final Pattern SPACED = Pattern.compile("\\s+([*/])\\s+" + OUTSIDE_OF_BRACKETS);
  private static final Pattern SIGN = Pattern.compile("\\s*([*/])\\s*" + OUTSIDE_OF_BRACKETS);
  private static final Pattern POWER = Pattern.compile("(.+?)\\s*\\^\\s*([1-9])");
  private static final Pattern SHARE =
      Pattern.compile(
          "\\(\\s*([0-9.eE]+)\\s*([-+])\\s*(?:([0-9.eE]+)\\s*\\*\\s*)?(.+?)(?:\\s*/\\s*([0-9.eE]+))?\\s*\\)");

  private final List<String> columns;
  private final List<Relation.Factor> factors = new ArrayList<>();
  private double constant = 1;

  private Factors(List<String> columns) {
    this.columns = columns;
  }

  /**
   * Returns the product in a text; empty if a factor is neither a column, or a linear function of
   * one, nor a number, or if it is a column alone. A multiple of a column is a linear function.
   */
  static Optional<Relation> product(String text, List<String> columns) {
    return product(text, columns, SPACED).or(() -> product(text, columns, SIGN));
  }

  private static Optional<Relation> product(String text, List<String> columns, Pattern signs) {
    Factors factors = new Factors(columns);
    String sign = "*";
    int from = 0;
    boolean areFactors = true;
    for (MatchResult next : signs.matcher(text).results().toList()) {
      areFactors = areFactors && factors.add(sign, text.substring(from, next.start()));
      sign = next.group(1);
      from = next.end();
    }
    return areFactors && factors.add(sign, text.substring(from))
        ? factors.product()
        : Optional.empty();
  }

  /** Adds a factor after a sign; returns whether it is one. */
  private boolean add(String sign, String factor) {
    int direction = sign.equals("*") ? 1 : -1;
    Matcher power = POWER.matcher(factor);
    Matcher share = SHARE.matcher(factor);
    if (columns.contains(factor)) {
      return factors.add(new Relation.Factor(factor, direction));
    }
    if (power.matches() && columns.contains(power.group(1))) {
      int exponent = Integer.parseInt(power.group(2));
      return factors.add(new Relation.Factor(power.group(1), direction * exponent));
    }
    if (share.matches() && columns.contains(share.group(4))) {
      double size = number(share.group(3)) / number(share.group(5));
      double slope = share.group(2).equals("-") ? -size : size;
      double offset = Numbers.parse(share.group(1));
      return factors.add(new Relation.Factor(share.group(4), offset, slope, direction));
    }
    constant *= Math.pow(Numbers.parse(factor), direction);
    return Double.isFinite(constant);
  }

  private static double number(String text) {
    return text == null ? 1 : Numbers.parse(text);
  }

  private Optional<Relation> product() {
    long different = factors.stream().map(Relation.Factor::source).distinct().count();
    if (factors.isEmpty() || different < factors.size()) {
      return Optional.empty();
    }
    Relation.Factor first = factors.get(0);
    if (factors.size() > 1 || first.power() != 1) {
      return Optional.of(new Relation.Product(constant, factors));
    }
    double slope = constant * first.slope();
    double intercept = constant * first.offset() + 0.0;
    return slope == 1 && intercept == 0
        ? Optional.empty()
        : Optional.of(new Relation.Linear(first.source(), slope, intercept));
  }
}
