package io.github.tfflows.tables.derived;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.LogSum;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Draws of missing numbers that lead to known ones, such as the height and weight of a known body
 * mass index. Some of them are drawn, and the others follow. Each of several such candidates has
 * the weight
 *
 * <pre>{@code
 * p(drawn, following) / p(drawn) * width
 * }</pre>
 *
 * <p>given the other values of the row, where the width is that of the numbers that could follow. A
 * candidate is chosen by its weight (importance resampling).
 */
public final class AgreeingNumbers {
  /** The least number of candidates of a row. */
  private static final int CANDIDATES = 128;

  /** The draws of a row by which the numbers are chosen that follow from others. */
  private static final int TRIALS = 16;

  private static final int MOST_AT_ONCE = 1 << 15;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowLayout layout;
  private final DrawnValues values;
  private final DerivedCells derived;

  /** Creates the draws of a model of any cell. */
  public AgreeingNumbers(CompiledDistribution distribution, TableSchema schema) {
    this.distribution = distribution;
    this.schema = schema;
    this.layout = schema.layout();
    this.values = new DrawnValues(schema);
    this.derived = DerivedCells.of(schema.derived(), schema.all());
  }

  /**
   * Rows of which some missing numbers are drawn.
   *
   * @param each the number of rows for each row of the table, which follow each other
   * @param places the places of the drawn numbers of each of these
   * @param logProb for each row of the table, an estimate of the log-probability of the known
   *     numbers, given the other values of the row, or of their density if a sum is not rounded;
   *     zero if no numbers lead to known ones
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Filled(Rows x, int each, List<Set<Integer>> places, double[] logProb) {
    /** Returns the states in which drawn numbers are given, and other cells have their own. */
    public RowLayout.States given(RowLayout.States others) {
      return (row, column) ->
          places.get(row).contains(column) ? State.GIVEN : others.of(row / each, column);
    }
  }

  /**
   * Returns rows with draws in place of missing numbers that lead to known ones. A row without such
   * draws is unchanged.
   *
   * @param states the states of the cells of the rows: given, given as missing, or absent
   * @param texts for each row the texts of {@link TableSchema#written}; empty for missing values
   * @param each the number of draws of each row
   */
  public Filled drawn(
      Rows rows, RowLayout.States states, IntFunction<List<String>> texts, int each, long seed) {
    Rows x = rows.select(IntStream.range(0, rows.count() * each).map(i -> i / each).toArray());
    List<Set<Integer>> places = new ArrayList<>(Collections.nCopies(x.count(), Set.of()));
    Filled filled = new Filled(x, each, places, new double[rows.count()]);
    List<Open> open = new ArrayList<>();
    for (int row = 0; row < rows.count() && derived.areAny(); row++) {
      List<String> own = texts.apply(row);
      if (own.stream().allMatch(String::isEmpty)) {
        continue;
      }
      OpenNumbers numbers = OpenNumbers.of(derived, own);
      if (!numbers.places().isEmpty()) {
        open.add(new Open(row, numbers));
      }
    }
    int most = Math.max(1, MOST_AT_ONCE / Math.max(CANDIDATES, each));
    for (int from = 0; from < open.size(); from += most) {
      List<Open> some = open.subList(from, Math.min(open.size(), from + most));
      new Block(rows, states, some, new SplittableRandom(seed + from)).fill(filled);
    }
    return filled;
  }

  /** A row with numbers that lead to known ones. */
  private record Open(int row, OpenNumbers numbers) {}

  /** Some rows with missing numbers. */
  private final class Block {
    private final Rows rows;
    private final RowLayout.States states;
    private final List<Open> open;
    private final SplittableRandom random;

    Block(Rows rows, RowLayout.States states, List<Open> open, SplittableRandom random) {
      this.rows = rows;
      this.states = states;
      this.open = open;
      this.random = random;
    }

    private Rows repeated(int each) {
      return rows.select(
          IntStream.range(0, open.size() * each).map(i -> open.get(i / each).row).toArray());
    }

    /** The density of some numbers of each row, several times. */
    private Density density(int each, List<Set<Integer>> places) {
      return distribution.given(
          layout.context(
              repeated(each),
              (i, column) ->
                  places.get(i / each).contains(column)
                      ? layout.stateThere(column)
                      : states.of(open.get(i / each).row, column)));
    }

    private Draws drawn(int each, List<Set<Integer>> places) {
      return density(each, places).sampleAndLogProb(open.size() * each, random.nextLong());
    }

    /** Draws the numbers of each row, if there is a candidate. */
    void fill(Filled filled) {
      int each = Math.max(CANDIDATES, filled.each);
      List<Order> orders = orders();
      Rows events = repeated(each);
      Rows x = new Rows(schema.filled(events), events.eventShape(), events.count());
      double[] weights = candidates(x, each, orders);
      float[] logProb = density(each, orders.stream().map(Order::solved).toList()).logProb(x);
      Arrays.setAll(weights, i -> weights[i] + logProb[i]);
      for (int i = 0; i < open.size(); i++) {
        int first = i * each;
        double[] own = Arrays.copyOfRange(weights, first, first + each);
        filled.logProb[open.get(i).row] = LogSum.of(own) - Math.log(each);
        int[] chosen = chosen(own, filled.each);
        Set<Integer> solved = orders.get(i).solved;
        for (int copy = 0; copy < chosen.length; copy++) {
          int row = open.get(i).row * filled.each + copy;
          put(filled.x, row, x, first + chosen[copy], solved);
          filled.places.set(row, solved);
        }
      }
    }

    /** Draws candidates; returns the logarithms of their widths, less those of their densities. */
    private double[] candidates(Rows x, int each, List<Order> orders) {
      Draws drawn = drawn(each, orders.stream().map(Order::free).toList());
      double[] weights = new double[x.count()];
      for (int i = 0; i < weights.length; i++) {
        Order order = orders.get(i / each);
        List<Object> cells = cells(drawn.x(), i, order.free);
        OpenNumbers.Solution solution =
            open.get(i / each).numbers.solved(cells, order.places, random::nextDouble);
        weights[i] = solution.logWidth() - drawn.logProb()[i];
        if (solution.isPossible()) {
          put(x, i, solution.cells(), order.solved);
          put(x, i, drawn.x(), i, order.free); // as drawn, not moved into the range of the data
        }
      }
      return weights;
    }

    private List<Order> orders() {
      Rows trials = drawn(TRIALS, open.stream().map(row -> row.numbers.places()).toList()).x();
      return IntStream.range(0, open.size())
          .mapToObj(
              i ->
                  Order.of(
                      open.get(i).numbers,
                      derived.columns(),
                      IntStream.range(i * TRIALS, (i + 1) * TRIALS)
                          .mapToObj(trial -> cells(trials, trial, open.get(i).numbers.places()))
                          .toList()))
          .toList();
    }

    /** The indices of candidates, chosen by their weights; none if all weights are zero. */
    private int[] chosen(double[] logWeights, int count) {
      double most = Arrays.stream(logWeights).max().orElseThrow();
      if (!Double.isFinite(most)) {
        return new int[0];
      }
      double[] sums = new double[logWeights.length];
      Arrays.setAll(sums, i -> Math.exp(logWeights[i] - most));
      Arrays.parallelPrefix(sums, Double::sum);
      double start = random.nextDouble();
      int[] chosen = new int[count];
      for (int i = 0; i < count; i++) {
        double level = (i + start) / count * sums[sums.length - 1];
        int next = i == 0 ? 0 : chosen[i - 1];
        while (next < sums.length - 1 && sums[next] <= level) {
          next++;
        }
        chosen[i] = next;
      }
      return chosen;
    }
  }

  private void put(Rows x, int row, Rows others, int other, Set<Integer> places) {
    for (int place : places) {
      int at = layout.value(place);
      x.values()[row * x.size() + at] = others.values()[other * x.size() + at];
      layout.bit(place).ifPresent(bit -> x.values()[row * x.size() + bit] = 1);
    }
  }

  private void put(Rows x, int row, List<Object> cells, Set<Integer> places) {
    int first = row * x.size();
    for (int place : places) {
      TableColumn column = schema.modelled().get(place);
      x.values()[first + layout.value(place)] = column.value(cells.get(place), Unseen.REFUSE);
      layout.bit(place).ifPresent(bit -> x.values()[first + bit] = 1);
    }
  }

  /** The cells of some columns in a row, among those of all columns. */
  private List<Object> cells(Rows x, int row, Set<Integer> places) {
    return IntStream.range(0, derived.linked().size())
        .mapToObj(
            place ->
                places.contains(place)
                    ? values.value(place, other -> x.values()[row * x.size() + layout.value(other)])
                    : derived.linked().column(place).missing())
        .toList();
  }

  /**
   * The order in which numbers of a row follow from others.
   *
   * @param places the places, first those whose draws lead to the widest range of known numbers,
   *     and those in small steps, which lead to more of them
   * @param free the places of the numbers that are drawn
   * @param solved the places of these and of the numbers that follow
   */
  private record Order(List<Integer> places, Set<Integer> free, Set<Integer> solved) {
    static Order of(OpenNumbers numbers, List<TableColumn> columns, List<List<Object>> trials) {
      List<Integer> places = List.copyOf(numbers.places());
      Map<Integer, Double> widths = numbers.solved(trials.get(0), places, () -> 0.5).widths();
      Comparator<Integer> byRange =
          Comparator.comparingDouble(
              place ->
                  range(columns.get(place), trials.stream().map(cells -> cells.get(place)))
                      / Math.max(
                          DerivedColumn.spacing(columns.get(place)),
                          widths.getOrDefault(place, Double.POSITIVE_INFINITY)));
      return solved(numbers, places.stream().sorted(byRange.reversed()).toList(), trials);
    }

    /** The range of draws; zero for those that do not lead to all values, because of masses. */
    private static double range(TableColumn column, Stream<Object> drawn) {
      DoubleSummaryStatistics numbers =
          drawn.mapToDouble(cell -> DerivedColumn.number(column, cell)).summaryStatistics();
      boolean canFollow = column.masses().isEmpty() || column.spacing() > 0;
      return canFollow ? numbers.getMax() - numbers.getMin() : 0;
    }

    private static Order solved(
        OpenNumbers numbers, List<Integer> order, List<List<Object>> trials) {
      List<OpenNumbers.Solution> solutions =
          trials.stream().map(cells -> numbers.solved(cells, order, () -> 0.5)).toList();
      OpenNumbers.Solution one =
          solutions.stream()
              .filter(OpenNumbers.Solution::isPossible)
              .findFirst()
              .orElse(solutions.get(0));
      Set<Integer> solved = new TreeSet<>(numbers.places());
      solved.removeIf(place -> DerivedColumn.isMissing(one.cells().get(place)));
      return new Order(order, one.free(), solved);
    }
  }
}
