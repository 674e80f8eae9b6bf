package io.github.tfflows.cli.text;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/**
 * The values of an entry as text for people.
 *
 * @param names the categories at the places 0, 1 and so on; empty for numbers
 * @param format the text of a number
 * @param step the spacing of numbers; zero for none
 * @param value the value of a number, in the unit of the data
 */
public record ValueText(
    List<String> names, DoubleFunction<String> format, double step, DoubleUnaryOperator value) {
  private static final int LONGEST = 9;

  public static final ValueText NUMBERS = of(new Notation()::compact, 0);

  public ValueText {
    names = List.copyOf(names);
  }

  public static ValueText of(DoubleFunction<String> format, double step) {
    return new ValueText(List.of(), format, step, x -> x);
  }

  /** Returns categories, which {@code NameLabels} writes. */
  public static ValueText of(List<String> names) {
    return new ValueText(
        names.stream().map(name -> shortened(name, LONGEST)).toList(), place -> "", 0, x -> x);
  }

  public boolean isNamed() {
    return !names.isEmpty();
  }

  /** The nearest number of the spacing. */
  public double rounded(double value) {
    return step > 0 && Double.isFinite(value)
        ? BigDecimal.valueOf(step).multiply(new BigDecimal(Math.rint(value / step))).doubleValue()
        : value;
  }

  /** Returns the step of a column, with its unit if it holds dates or times. */
  public static String step(TableColumn column) {
    String step = Numbers.text(column.step());
    String unit = column.kind().unit();
    return unit.isEmpty() ? step : "%s %s%s".formatted(step, unit, column.step() == 1 ? "" : "s");
  }

  /** Returns the values that rows of a column share, as a phrase; empty if there are none. */
  public static String repeated(TableColumn column) {
    if (column.isBinary()) {
      return "two values: 0, 1";
    }
    List<String> masses = column.coding().massTexts();
    return masses.isEmpty() ? "" : "point masses at " + Excerpt.of(masses);
  }

  /** Cuts a name to a number of characters. */
  public static String shortened(String name, int most) {
    boolean isShort = Excerpt.begin(name, most).equals(name);
    return isShort ? name : Excerpt.begin(name, most - 1) + "…";
  }
}
