package io.github.tfflows.tables.column;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The rule by which the cells of a column follow from those of another one, row by row. */
public sealed interface Relation {
  /** Returns the name of the other column; empty for a constant. */
  Optional<String> source();

  /**
   * Returns the rule in words that follow the name of the column, such as {@code equals column x}.
   */
  String words();

  /** One value in every row. */
  record Constant(String value) implements Relation {
    @Override
    public Optional<String> source() {
      return Optional.empty();
    }

    @Override
    public String words() {
      return "is always " + value;
    }
  }

  /** The values of another column. */
  record Equal(String of) implements Relation {
    @Override
    public Optional<String> source() {
      return Optional.of(of);
    }

    @Override
    public String words() {
      return "equals column " + of;
    }
  }

  /** A linear function of the numbers of another column, {@code slope x + intercept}. */
  record Linear(String of, double slope, double intercept) implements Relation {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are not finite, or the slope is zero
     */
    public Linear {
      if (!(Double.isFinite(slope) && Double.isFinite(intercept) && slope != 0)) {
        throw new IllegalArgumentException(
            "expected a finite slope other than zero and a finite intercept, got %s and %s"
                .formatted(slope, intercept));
      }
    }

    @Override
    public Optional<String> source() {
      return Optional.of(of);
    }

    @Override
    public String words() {
      String scaled = slope == 1 ? of : slope == -1 ? "-" + of : slope + " " + of;
      if (intercept == 0) {
        return "is " + scaled;
      }
      return "is %s %s %s".formatted(scaled, intercept < 0 ? "-" : "+", Math.abs(intercept));
    }
  }

  /**
   * Another value for each name of another column.
   *
   * @param values the values by name, different ones for different names
   */
  record Renamed(String of, Map<String, String> values) implements Relation {
    /** Copies the values. */
    public Renamed {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public Optional<String> source() {
      return Optional.of(of);
    }

    @Override
    public String words() {
      return "renames column " + of;
    }
  }

  /** The dates or timestamps of another column, some time later. */
  record Shifted(String of, Duration by) implements Relation {
    @Override
    public Optional<String> source() {
      return Optional.of(of);
    }

    @Override
    public String words() {
      if (by.isZero()) {
        return "holds the moments of column " + of;
      }
      Duration span = by.abs();
      boolean isDays = span.equals(Duration.ofDays(span.toDays()));
      String length = isDays ? span.toDays() + " days" : span.toSeconds() + " seconds";
      return "is %s %s column %s".formatted(length, by.isNegative() ? "before" : "after", of);
    }
  }
}
