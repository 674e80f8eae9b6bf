package io.github.tfflows.gallery.worked;

import io.github.tfflows.gallery.plot.Picture;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What an example found.
 *
 * @param numbers what was measured
 * @param picture what it looks like
 */
record Findings(List<Finding> numbers, Picture picture) {
  /**
   * One number.
   *
   * @param what its name and unit
   * @param value what was found
   * @param expected what it should be, where that is known
   */
  record Finding(String what, double value, OptionalDouble expected) {
    /** A number of which the right value is not known. */
    static Finding of(String what, double value) {
      return new Finding(what, value, OptionalDouble.empty());
    }

    /** A number beside the right value. */
    static Finding of(String what, double value, double expected) {
      return new Finding(what, value, OptionalDouble.of(expected));
    }

    @Override
    public String toString() {
      String right =
          expected.isPresent()
              ? String.format(Locale.ROOT, "%14.4f", expected.getAsDouble())
              : "%14s".formatted("-");
      return String.format(Locale.ROOT, "%-58s%14.4f", what, value) + right;
    }
  }

  Findings {
    numbers = List.copyOf(numbers);
  }

  /** The number of that name. */
  double value(String what) {
    return finding(what).value();
  }

  /** How far the number of that name is from the right one. */
  double error(String what) {
    Finding finding = finding(what);
    return Math.abs(finding.value() - finding.expected().orElseThrow());
  }

  private Finding finding(String what) {
    return numbers.stream()
        .filter(number -> number.what().equals(what))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing is named " + what));
  }

  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder("%-58s%14s%14s".formatted("", "found", "right"));
    numbers.forEach(number -> lines.append(System.lineSeparator()).append(number));
    return lines.toString();
  }
}
