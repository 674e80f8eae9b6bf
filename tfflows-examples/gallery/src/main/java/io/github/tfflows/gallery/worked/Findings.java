package io.github.tfflows.gallery.worked;

import io.github.tfflows.gallery.plot.Picture;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The measurements and the picture of an example. */
record Findings(List<Finding> numbers, Picture picture) {
  /** One number, with its name and unit, and the true value, if known. */
  record Finding(String what, double value, OptionalDouble expected) {
    /** A number whose true value is unknown. */
    static Finding of(String what, double value) {
      return new Finding(what, value, OptionalDouble.empty());
    }

    /** A number next to its true value. */
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

  double value(String what) {
    return finding(what).value();
  }

  /** The distance of the number with a name from its true value. */
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
