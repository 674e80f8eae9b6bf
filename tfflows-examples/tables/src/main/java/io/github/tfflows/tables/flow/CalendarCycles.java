package io.github.tfflows.tables.flow;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.cell.Cycles;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.column.TimeCoding.Part;
import io.github.tfflows.tables.density.RowLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The cycles of the calendar that modelled columns follow: the day, the week and the year. Networks
 * that read a date alone would have to learn each of its weekends and summers apart. Cycles that
 * explain little are left out, since networks would learn chance from them.
 */
public final class CalendarCycles {
  private static final double WEEK = 7 * ColumnKind.DAY;

  /** The mean year of the Gregorian calendar. */
  private static final double YEAR = 365.2425 * ColumnKind.DAY;

  /**
   * Times with longer gaps, relative to a period, show none of its parts: a month at most one
   * weekday.
   */
  private static final double LONGEST_GAP = 0.9;

  /** The smallest share of the variance that a cycle must explain. */
  private static final double LEAST_SHARE = 0.05;

  private static final int MOST_ROWS = 20_000;
  private static final int MOST_CELLS = 2_000_000;

  /** Rarer categories are not compared. */
  private static final int MOST_CATEGORIES = 10;

  /** The least number of periods in each range of times whose mean is part of the trend. */
  private static final double PERIODS_OF_TREND = 2;

  /** The largest number of ranges of a given number, or of times, with a mean each. */
  private static final int RANGES = 32;

  /** The number of times that the means of all given columns are taken away. */
  private static final int SWEEPS = 3;

  /** The zeros beside the numbers of each group, so that means of few rows are small. */
  private static final int SHRINKAGE = 5;

  /**
   * A cycle.
   *
   * @param period the number of seconds
   * @param parts the parts whose means are compared
   * @param harmonics the harmonics that networks read; three of a week distinguish its days
   * @param part the part that is an outcome of a modelled time
   */
  private record Cycle(double period, int parts, int harmonics, Part part) {
    /** Whether one in twenty gaps between times or more are shorter than a period. */
    boolean isShown(double... times) {
      double[] sorted =
          DoubleStream.of(times).filter(Double::isFinite).distinct().sorted().toArray();
      double[] gaps =
          IntStream.range(1, sorted.length)
              .mapToDouble(i -> sorted[i] - sorted[i - 1])
              .sorted()
              .toArray();
      return gaps.length > 0 && gaps[gaps.length / 20] < LONGEST_GAP * period;
    }

    /**
     * Returns the share of the variance of outcomes about their trend that the means of the parts
     * explain; zero if it is small or may be chance. Each part of each period is one observation of
     * chance, since days next to each other are often alike, and so is each part of each group of
     * rows.
     *
     * @param groups the group of each row; empty if each stands alone
     */
    double share(float[] groups, double[] times, double... outcomes) {
      int[] rows =
          IntStream.range(0, times.length)
              .filter(row -> Double.isFinite(times[row]) && !Double.isNaN(outcomes[row]))
              .toArray();
      double[] at = IntStream.of(rows).mapToDouble(row -> times[row]).toArray();
      double[] y = IntStream.of(rows).mapToDouble(row -> outcomes[row]).toArray();
      DoubleSummaryStatistics range = DoubleStream.of(at).summaryStatistics();
      double span = range.getMax() - range.getMin();
      Groups.of(Math.max(PERIODS_OF_TREND * period, span / RANGES), at).centre(0, y);
      Groups ofParts = new Groups(DoubleStream.of(at).mapToInt(this::part).toArray());
      double share = ofParts.share(y);
      boolean isSure =
          ofParts.areDifferent(Groups.of(period / parts, at), y)
              && (groups.length == 0
                  || ofParts.areDifferentIn(
                      Groups.of(1, IntStream.of(rows).mapToDouble(row -> groups[row]).toArray()),
                      y));
      return share >= LEAST_SHARE && isSure ? share : 0;
    }

    private int part(double time) {
      return (int) Math.floorMod((long) Math.floor(time / (period / parts)), (long) parts);
    }

    Cycles.Cycle in(double unit) {
      return new Cycles.Cycle(period / unit, harmonics);
    }
  }

  /** The group of each row, from zero on. */
  private static final class Groups {
    private final int[] places;
    private final int count;

    Groups(int... places) {
      this.places = places;
      count = IntStream.of(places).max().orElse(-1) + 1;
    }

    /** Returns the groups of numbers between the same multiples of a width. */
    static Groups of(double width, double... numbers) {
      Map<Double, Integer> found = new HashMap<>();
      return new Groups(
          DoubleStream.of(numbers)
              .mapToInt(
                  each -> found.computeIfAbsent(Math.floor(each / width), any -> found.size()))
              .toArray());
    }

    /**
     * Returns the means of the groups, without missing numbers.
     *
     * @param shrinkage the number of zeros beside the numbers of each group
     */
    double[] means(int shrinkage, double... y) {
      double[] sums = new double[count];
      double[] counts = new double[count];
      for (int row = 0; row < y.length; row++) {
        if (!Double.isNaN(y[row])) {
          sums[places[row]] += y[row];
          counts[places[row]]++;
        }
      }
      Arrays.setAll(sums, i -> sums[i] / Math.max(1, counts[i] + shrinkage));
      return sums;
    }

    /** Takes the mean of its group away from each number. */
    void centre(int shrinkage, double... y) {
      double[] means = means(shrinkage, y);
      Arrays.setAll(y, row -> y[row] - means[places[row]]);
    }

    /** Returns the share of the variance that the means explain. */
    double share(double... y) {
      double all = new Groups(new int[y.length]).squares(y);
      return all > 0 ? 1 - squares(y) / all : 0;
    }

    private double squares(double... y) {
      double[] rests = y.clone();
      centre(0, rests);
      return DoubleStream.of(rests).map(rest -> rest * rest).sum();
    }

    /** Whether the means of observations, each of one group, differ between the groups. */
    boolean areDifferent(Groups observations, double... y) {
      return observations.placedIn(this).areDifferent(1, observations.means(0, y));
    }

    /** Whether means differ within other groups, or between those that are of one group each. */
    boolean areDifferentIn(Groups others, double... y) {
      Groups observations = both(others);
      double[] means = observations.means(0, y);
      Groups own = observations.placedIn(this);
      if (own.areDifferent(1, means)) {
        return true;
      }
      observations.placedIn(others).centre(0, means);
      return own.areDifferent(others.count, means);
    }

    private Groups both(Groups others) {
      return of(
          1,
          IntStream.range(0, places.length)
              .mapToDouble(row -> (double) others.places[row] * count + places[row])
              .toArray());
    }

    /** Returns the larger group of each of these groups. */
    private Groups placedIn(Groups larger) {
      int[] placeOfEach = new int[count];
      for (int row = 0; row < places.length; row++) {
        placeOfEach[places[row]] = larger.places[row];
      }
      return new Groups(placeOfEach);
    }

    /**
     * Whether means differ by more than chance explains, by an F statistic.
     *
     * @param taken the number of means that were taken away from the numbers
     */
    private boolean areDifferent(int taken, double... y) {
      double free = IntStream.of(places).distinct().count() - 1;
      double rest = y.length - taken - free;
      double share = share(y);
      return free > 0 && rest > 0 && share * rest >= (1 - share) * free * (5 + 10 / free);
    }
  }

  private static final List<Cycle> CYCLES =
      List.of(
          new Cycle(ColumnKind.DAY, 8, 3, Part.HOUR),
          new Cycle(WEEK, 7, 3, Part.WEEKDAY),
          new Cycle(YEAR, 12, 2, Part.TWELFTH));

  private final TableSchema schema;
  private final Data data;

  /** The outcomes of each modelled column, less what given columns explain. */
  private final List<List<double[]>> outcomes = new ArrayList<>();

  CalendarCycles(TableSchema schema, Data all) {
    this.schema = schema;
    int columns = schema.given().size() + schema.modelled().size();
    int most = Math.min(MOST_ROWS, MOST_CELLS / columns);
    // The first rows of a table in the order of time would show the first days alone.
    data =
        all.count() <= most
            ? all
            : all.select(new Random(most).ints(most, 0, all.count()).sorted().toArray());
  }

  /**
   * Returns the columns with the part of each modelled date that explains most of another column,
   * if any. A date whose days are levels keeps its form.
   */
  public static TableSchema withParts(TableSchema schema, Data data) {
    CalendarCycles cycles = new CalendarCycles(schema, data);
    Levels levels = new Levels(schema, data);
    List<TableColumn> modelled = new ArrayList<>(schema.modelled());
    for (int i = 0; i < modelled.size(); i++) {
      TableColumn column = modelled.get(i);
      if (column.coding() instanceof TimeCoding time
          && time.form() == Moment.Form.DATE
          && levels.of(i).isEmpty()) {
        modelled.set(i, column.with(time.withPart(cycles.part(i))));
      }
    }
    return new TableSchema(modelled, schema.given(), schema.conditioning(), schema.derived());
  }

  private Part part(int modelled) {
    TableColumn column = schema.modelled().get(modelled);
    double[] times = seconds(column, doubles(data.x(), schema.layout(), modelled));
    Part best = Part.NONE;
    double most = 0;
    for (Cycle cycle : CYCLES) {
      double share = cycle.isShown(times) ? share(cycle, modelled, times) : 0;
      if (share > most) {
        best = cycle.part();
        most = share;
      }
    }
    return best;
  }

  /** Returns the cycles of a given column; empty if there are none, or it has no dates. */
  Optional<Cycles> of(int given) {
    TableColumn column = schema.given().get(given);
    if (!hasDates(column)) {
      return Optional.empty();
    }
    double[] times = seconds(column, doubles(data.context(), schema.context(), given));
    List<Cycles.Cycle> found =
        CYCLES.stream()
            .filter(cycle -> cycle.isShown(times) && share(cycle, -1, times) > 0)
            .map(cycle -> cycle.in(column.kind().seconds()))
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Cycles(found));
  }

  private static boolean hasDates(TableColumn column) {
    return column.kind().isTemporal() && column.kind().cycle().isEmpty();
  }

  /** Returns the seconds since 1970 of numbers of a column. */
  private static double[] seconds(TableColumn column, double... numbers) {
    double epoch = ((TimeCoding) column.coding()).epoch();
    double unit = column.kind().seconds();
    Arrays.setAll(numbers, row -> (numbers[row] + epoch) * unit);
    return numbers;
  }

  /** Returns the largest share that a cycle explains of another modelled column. */
  private double share(Cycle cycle, int own, double... times) {
    if (outcomes.isEmpty()) {
      for (int modelled = 0; modelled < schema.modelled().size(); modelled++) {
        outcomes.add(outcomes(modelled));
      }
      takeGivenAway();
    }
    return IntStream.range(0, outcomes.size())
        .filter(modelled -> modelled != own)
        .mapToObj(outcomes::get)
        .flatMap(List::stream)
        .mapToDouble(y -> cycle.share(data.groups().values(), times, y))
        .max()
        .orElse(0);
  }

  /** Returns the ranks of a number, or for each frequent category whether a row has it. */
  private List<double[]> outcomes(int modelled) {
    float[] values = schema.layout().values(data.x(), modelled);
    if (!schema.modelled().get(modelled).kind().isNamed()) {
      return List.of(withGaps(Ranks.of(values), values));
    }
    Map<Float, Integer> counts = new TreeMap<>();
    for (float category : values) {
      counts.merge(category, 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Float, Integer>comparingByValue().reversed())
        .limit(MOST_CATEGORIES)
        .map(category -> indicator(category.getKey(), values))
        .toList();
  }

  private static double[] indicator(float category, float... values) {
    double[] is = new double[values.length];
    Arrays.setAll(is, row -> values[row] == category ? 1 : 0);
    return withGaps(is, values);
  }

  private static double[] withGaps(double[] numbers, float... values) {
    Arrays.setAll(numbers, row -> Float.isNaN(values[row]) ? Double.NaN : numbers[row]);
    return numbers;
  }

  /** Takes the means of the groups of given columns away from the outcomes. */
  private void takeGivenAway() {
    List<Groups> all = new ArrayList<>(List.of(new Groups(new int[data.count()])));
    for (int given = 0; given < schema.given().size(); given++) {
      TableColumn column = schema.given().get(given);
      if (!hasDates(column)) {
        float[] values = schema.context().values(data.context(), given);
        all.add(new Groups(column.kind().isNamed() ? numbered(values) : ranges(values)));
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      all.forEach(
          groups -> outcomes.forEach(column -> column.forEach(y -> groups.centre(SHRINKAGE, y))));
    }
  }

  /** Returns the index of each category plus one, and zero for a missing one. */
  private static int[] numbered(float... values) {
    int[] places = new int[values.length];
    Arrays.setAll(places, row -> Float.isNaN(values[row]) ? 0 : (int) values[row] + 1);
    return places;
  }

  /** Returns the range of each number by its rank; the last one for missing ones. */
  private static int[] ranges(float... values) {
    double[] ranks = Ranks.of(values);
    int[] places = new int[values.length];
    Arrays.setAll(
        places,
        row -> Float.isNaN(values[row]) ? RANGES : (int) (ranks[row] * RANGES / ranks.length));
    return places;
  }

  private static double[] doubles(Rows columns, RowLayout layout, int column) {
    float[] values = layout.values(columns, column);
    return IntStream.range(0, values.length).mapToDouble(row -> values[row]).toArray();
  }
}
