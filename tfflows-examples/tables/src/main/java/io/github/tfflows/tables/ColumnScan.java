package io.github.tfflows.tables;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statistics of a pass over a column, which determine its kind and whether it can be used. */
final class ColumnScan {
  private static final int MOST_NAMES = 1000;

  /** Finer values are as good as real numbers. */
  private static final int MOST_DECIMALS = 5;

  private static final double ROUNDING = 1e-12;

  /** Steps of single precision within a standard deviation, below which a density is of steps. */
  private static final double LEAST_STEPS = 100;

  private final String name;
  private final String shown;
  private final @Nullable ColumnKind declared;
  private final Set<String> names = new HashSet<>();
  private final Moments raw = new Moments();
  private final Moments logs = new Moments();
  private final Moments counts = new Moments();
  private long count;
  private long gaps;
  private long texts;
  private String firstText = "";
  private String firstTextPlace = "";
  private boolean whole = true;
  private int decimals;
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private long digest = 1;

  ColumnScan(String name, @Nullable ColumnKind declared) {
    this.name = name;
    this.shown = Excerpt.of(name);
    this.declared = declared;
  }

  /** Adds the value of a row, if there is one. */
  void accept(RowCursor row, int index) {
    double number = row.number(index);
    boolean named = declared != null && declared.isNamed();
    String text = named || Double.isNaN(number) ? row.text(index) : null;
    if (text != null) {
      texts++;
      if (texts == 1) {
        firstText = text;
        firstTextPlace = row.place();
      }
      if (names.size() <= MOST_NAMES) {
        names.add(text);
      }
      count(text.hashCode());
    } else if (!Double.isNaN(number)) {
      count(Double.hashCode(number));
      number(number);
    } else {
      gaps++;
      digest = 31 * digest + 7;
    }
  }

  private void count(int hash) {
    count++;
    digest = digest * 0x5DEECE66DL + hash;
  }

  private void number(double number) {
    low = Math.min(low, number);
    high = Math.max(high, number);
    whole &= number == Math.rint(number);
    raw.add(number);
    if (low > 0) {
      logs.add(Math.log(number));
    }
    if (low >= 0) {
      counts.add(Math.log1p(number));
    }
    while (decimals <= MOST_DECIMALS && !hasDecimals(number)) {
      decimals++;
    }
  }

  private boolean hasDecimals(double number) {
    double scaled = Math.abs(number) * Math.pow(10, decimals);
    return Math.abs(scaled - Math.rint(scaled)) <= Math.max(1, scaled) * ROUNDING;
  }

  long digest() {
    return digest;
  }

  /** Returns the column, or throws an exception that says why it cannot be used. */
  TableColumn column(String file) {
    ColumnKind kind = declared != null ? declared : found(file);
    if (count == 0) {
      throw new IllegalArgumentException("%s, column %s has no value".formatted(file, shown));
    }
    if (kind.isNamed()) {
      return new TableColumn(name, kind, sorted(file), found(), 0);
    }
    requireVariation(file, kind);
    return new TableColumn(name, kind, List.of(), found(), step(kind));
  }

  /**
   * The spacing of numbers; those between bounds and on circles have none, since noise leaves them.
   */
  private double step(ColumnKind kind) {
    if (kind.isWhole()) {
      return 1;
    }
    boolean isOpen = kind instanceof ColumnKind.Real || kind instanceof ColumnKind.Positive;
    return isOpen && decimals <= MOST_DECIMALS ? Math.pow(10, -decimals) : 0;
  }

  private Gaps found() {
    return gaps == 0 ? Gaps.NONE : Gaps.SOME;
  }

  private ColumnKind found(String file) {
    long numbers = count - texts;
    if (texts > 0 && numbers > 0) {
      throw new IllegalArgumentException(
          ("%s, %s, column %s: got \"%s\", expected a number, as %,d of the %,d values are; correct"
                  + " it, or declare %s=categorical")
              .formatted(
                  file, firstTextPlace, shown, Excerpt.of(firstText), numbers, count, shown));
    }
    if (texts > 0) {
      return new ColumnKind.Categorical();
    }
    if (whole && Math.max(-low, high) <= TableColumn.WHOLE_LIMIT) {
      boolean skewed = low >= 0 && raw.skewness() > 1 && isLessSkewed(counts);
      return skewed ? new ColumnKind.Count() : new ColumnKind.Whole();
    }
    boolean skewed = low >= Float.MIN_NORMAL && raw.skewness() > 1 && isLessSkewed(logs);
    return skewed ? new ColumnKind.Positive() : new ColumnKind.Real();
  }

  private boolean isLessSkewed(Moments logarithms) {
    return Math.abs(logarithms.skewness()) < raw.skewness();
  }

  private List<String> sorted(String file) {
    if (names.size() > MOST_NAMES) {
      throw new IllegalArgumentException(
          "%s, column %s has more than %,d different names, such as \"%s\"; leave it out"
              .formatted(file, shown, MOST_NAMES, Excerpt.of(firstText)));
    }
    if (names.size() == 1) {
      throw constant(file, "\"" + Excerpt.of(firstText) + "\"");
    }
    Comparator<String> byNumber = Comparator.comparingDouble(Numbers::parse); // NaN comes last
    return names.stream().sorted(byNumber.thenComparing(Comparator.naturalOrder())).toList();
  }

  private void requireVariation(String file, ColumnKind kind) {
    if (texts > 0) {
      return; // said better by the second pass, with the kind
    }
    if (low == high) {
      throw constant(file, Numbers.text(low));
    }
    double size = Math.max(Math.abs(low), Math.abs(high));
    boolean steps = raw.deviation() < LEAST_STEPS * size * Math.ulp(1f);
    if (steps && !kind.isWhole()) {
      throw new IllegalArgumentException(
          ("%s, column %s varies by %.3g around %.9g, which single precision does not resolve;"
                  + " subtract a constant first")
              .formatted(file, shown, raw.deviation(), raw.mean()));
    }
  }

  private IllegalArgumentException constant(String file, String value) {
    return new IllegalArgumentException(
        "%s, column %s is constant, %s in every row%s; leave it out"
            .formatted(file, shown, value, gaps == 0 ? "" : " that has a value"));
  }

  /** Central moments, updated with each value (Pébay, 2008, SAND2008-6212, eq. 2.1 to 2.3). */
  private static final class Moments {
    private double n;
    private double mean;
    private double second;
    private double third;

    void add(double x) {
      n++;
      double delta = x - mean;
      double step = delta / n;
      double term = delta * step * (n - 1);
      mean += step;
      third += term * step * (n - 2) - 3 * step * second;
      second += term;
    }

    double mean() {
      return mean;
    }

    double deviation() {
      return Math.sqrt(second / n);
    }

    double skewness() {
      return Math.sqrt(n) * third / Math.pow(second, 1.5);
    }
  }
}
