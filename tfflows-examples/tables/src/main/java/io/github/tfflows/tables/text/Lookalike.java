package io.github.tfflows.tables.text;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Forms of dates, times and numbers that count as names. */
public enum Lookalike {
  /**
   * Dates in another form than ISO 8601, or in several forms; dates before the year 1 or after
   * 9999; and months, weeks and numbered days of ISO 8601.
   */
  DATE(
      "\\d{1,2}([./-])\\d{1,2}\\1\\d{4}([ T,].*)?|\\d{4}([./-])\\d{1,2}\\3\\d{1,2}([ T,].*)?"
          + "|[-+]?\\d{4,9}-\\d\\d-\\d\\d(?:[ T,].*)?"
          + "|\\d\\d([./-])\\d\\d\\5\\d\\d([ T,].*)?"
          + "|(19|20)\\d\\d[/-](0[1-9]|1[0-2]|[0-3]\\d\\d|W\\d\\d(-\\d)?)"
          + "|(\\p{L}{2,9}\\.?,? )?(\\d{1,2}\\.?[ -]\\p{L}{3,9}\\.?[ -]\\d{2}(\\d\\d)?"
          + "|\\p{L}{3,9}\\.?[ -]\\d{1,2}(st|nd|rd|th)?,?[ -]\\d{4})([ T,].*)?",
      "dates, write all of them in one form, such as 2024-05-17 or 2024-05-17T14:05:59, in the years"
          + " 0001 to 9999"),

  /** Hours of half a day, or with an offset; lengths of time. */
  TIME(
      "-?P(\\d+D)?T[\\dHM.]*\\d[HMS]|(-?\\d+ days?,? \\+?)?"
          + "-?\\d{1,4}:[0-5]\\d(:[0-5]\\d([.,]\\d+)?)?(\\s?[AaPp]\\.?[Mm]\\.?|[-+]\\d\\d:?\\d\\d|Z)?",
      "times of day, write them as 14:05 or 14:05:59, and lengths of time as numbers"),

  /**
   * Decimal commas, signs of thousands, percent and currencies, thousands as letters, other minus
   * signs and digits, brackets of negative numbers, hexadecimal digits, units behind decimals.
   */
  NUMBER(
      "\\(?[-+\\u2212]?((\\p{Sc}|CODE)\\h?)?[-+\\u2212]?\\p{Nd}+([.'_\\u066c\\h]\\p{Nd}{3}|,\\p{Nd}{2,3})*"
          + "([.,\\u066b]\\p{Nd}+)?[-\\u2212)]?(\\h?(%|\\p{Sc}|CODE|[kKmM]))?|0[xX]\\p{XDigit}+"
          + "|[-+]?\\d+[.,]\\d+\\h?[\\p{L}\u00b0\u00b2\u00b3/]{1,6}",
      "numbers, write them as 1234.5 is, with a decimal point and no other sign");

  private static final Pattern QUOTED = Pattern.compile("^'(.*)'$");
  private static final String CURRENCIES =
      "EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|KRW|ZAR|TRY|RUB|SGD|HKD";

  private static final int MOST_READ = 1_000;

  /** The least share of the names that look so, and the fewest names. */
  private static final double LEAST_SHARE = 0.9;

  private static final int FEWEST = 10;

  private final Pattern form;
  private final String advice;

  Lookalike(String form, String advice) {
    this.form = Pattern.compile(form.replace("CODE", "(%s)".formatted(CURRENCIES)));
    this.advice = advice;
  }

  /** Returns the form of other values that nearly all of different names have, if there is one. */
  public static Optional<Lookalike> of(Collection<String> names) {
    List<String> some = names.stream().limit(MOST_READ).toList();
    return Stream.of(values())
        .filter(
            each ->
                some.stream().filter(each::has).count()
                    >= Math.max(FEWEST, LEAST_SHARE * some.size()))
        .findFirst();
  }

  /** Returns the end of a sentence on texts of the form: a condition, and how to write them. */
  public String advice() {
    return "if they are " + advice;
  }

  /** Returns whether a name has the form. */
  public boolean has(String name) {
    return form.matcher(QUOTED.matcher(name.strip()).replaceFirst("$1")).matches();
  }
}
