package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.derived.DrawnValues;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The joint predictions of several columns in one or several rows, by draws for each row and their
 * densities. Log-densities are in nats, per unit of each column of numbers; names and missing
 * values count by their probability.
 *
 * <p>The <em>region</em> of a level is the region of highest density with this probability: all
 * points whose density is at least a threshold, which is a quantile of the densities at draws
 * (Hyndman, 1996, The American Statistician 50, 120-126). If the model has scores of held-out rows,
 * they set the threshold, so that regions contain that share of new rows (Izbicki, Shimizu and
 * Stern, 2022, CD-split and HPD-split, Journal of Machine Learning Research 23, arXiv:2007.12778).
 * The score of a row is the share of draws with a higher density.
 *
 * <p>Rows are counted from zero. Methods throw {@link IndexOutOfBoundsException} for other rows.
 */
public final class JointPredictions {
  private static final int MOST_ROWS = 1 << 16;

  /**
   * Log-densities of one point, computed in calls of different sizes, differ by at most this times
   * the larger of their size and one: the rounding error of single precision. Many draws can be the
   * same point.
   */
  private static final double ROUNDING = 1e-5;

  /** The problem of a row without draws of the targets. */
  private static final String UNDRAWN =
      "the values that follow from targets agree with none of their draws, or follow from other"
          + " missing values, too";

  /**
   * The cells to predict: the places of their columns, and a context for each row.
   *
   * @param agreements the rows with known values that follow from targets, by their index
   */
  record Cells(
      CompiledDistribution model,
      TableSchema schema,
      Set<Integer> targets,
      Rows events,
      Rows contexts,
      Map<Integer, AgreeingDraws.Agreement> agreements) {
    private RowLayout layout() {
      return schema.layout();
    }

    Cells row(int row) {
      int unused = Objects.checkIndex(row, events.count());
      AgreeingDraws.Agreement own = agreements.get(row);
      return new Cells(
          model,
          schema,
          targets,
          events.select(row),
          contexts.select(row),
          own == null ? Map.of() : Map.of(0, own));
    }

    float[] logProb(Rows observed) {
      float[] values = schema.filled(observed); // contexts tell the given ones
      float[] logProb =
          model.given(contexts).logProb(new Rows(values, events.eventShape(), events.count()));
      for (int row = 0; row < logProb.length; row++) {
        int place = row;
        if (targets.stream().anyMatch(target -> layout().isAbsent(observed, place, target))) {
          logProb[row] = Float.NEGATIVE_INFINITY;
        }
      }
      agreements.forEach((row, own) -> logProb[row] -= (float) own.draws().logProb());
      return logProb;
    }

    /** The log-density of values in place of the targets of one row. */
    float logProb(Map<String, ?> values) {
      Rows event = with(values);
      AgreeingDraws.Agreement own = agreements.get(0);
      return own == null
          ? logProb(event)[0]
          : agreeing(event, own).map(one -> logProb(one)[0]).orElse(Float.NEGATIVE_INFINITY);
    }

    /** An event of targets with distances that follow from them, if known values agree with it. */
    private Optional<Rows> agreeing(Rows event, AgreeingDraws.Agreement own) {
      RowCodec codec = new RowCodec(schema);
      Map<String, Object> values = new HashMap<>(own.values());
      List<Object> cells = codec.decoded(event, Rows.empty(1), 0);
      List<TableColumn> written = schema.written();
      targets.stream()
          .map(target -> written.indexOf(schema.modelled().get(target)))
          .filter(place -> place >= 0)
          .forEach(place -> values.put(written.get(place).name(), cells.get(place)));
      try {
        Rows all = codec.events(codec.sources(values), 1);
        return Optional.of(all)
            .filter(one -> targets.stream().allMatch(at -> areNear(one, event, at)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    /** Whether events have the same value of a column, up to the rounding of a distance. */
    private boolean areNear(Rows one, Rows other, int place) {
      float value = one.values()[layout().value(place)];
      float second = other.values()[layout().value(place)];
      return Math.abs(value - second) <= 1e-5f * Math.max(1, Math.abs(value));
    }

    /** The event of one row with values in place of its targets. */
    Rows with(Map<String, ?> values) {
      List<String> names =
          targets.stream().map(target -> schema.modelled().get(target).name()).toList();
      for (String name : values.keySet()) {
        if (!names.contains(name)) {
          throw new IllegalArgumentException(
              "\"%s\" is not a target; expected values of %s"
                  .formatted(Excerpt.of(name), Excerpt.of(names)));
        }
      }
      float[] event = schema.filled(events);
      for (int target : targets) {
        TableColumn column = schema.modelled().get(target);
        Object given = values.get(column.name());
        Object value = given == null ? "" : given;
        String text = value.toString();
        boolean isThere = !Numbers.isMissing(text);
        if (!isThere && !column.hasGaps()) {
          throw new IllegalArgumentException(
              "expected a value of %s, got %s"
                  .formatted(Excerpt.of(column.name()), Excerpt.of(List.copyOf(values.keySet()))));
        }
        event[layout().value(target)] = isThere ? number(column, value, text) : column.filler();
        layout().bit(target).ifPresent(bit -> event[bit] = isThere ? 1 : 0);
      }
      return new Rows(event, events.eventShape(), 1);
    }

    private static float number(TableColumn column, Object value, String text) {
      return column.coding() instanceof NameCoding names
          ? names.placeOrUnseen(text)
          : new ColumnScale(column).number(value);
    }
  }

  private final Cells cells;
  private final DrawnValues values;
  private final Optional<ConformalScores> scores;
  private final int each;

  /** The numbers of each target at the draws, row by row; NaN where a value is missing. */
  private final Map<Integer, float[]> numbers = new LinkedHashMap<>();

  /** The log-densities at the draws of each row, in ascending order. */
  private final float[][] sorted;

  private JointPredictions(Cells cells, Optional<ConformalScores> scores, int each) {
    this.cells = cells;
    this.values = new DrawnValues(cells.schema());
    this.scores = scores;
    this.each = each;
    this.sorted = new float[cells.events().count()][];
    int all = Math.multiplyExact(sorted.length, each);
    cells.targets().forEach(target -> numbers.put(target, new float[all]));
  }

  /** Draws a number of values for each row. */
  static JointPredictions drawn(
      Cells cells, Optional<ConformalScores> scores, int each, long seed) {
    JointPredictions drawn = new JointPredictions(cells, scores, each);
    int block = Math.max(1, MOST_ROWS / each);
    for (int from = 0; from < drawn.count(); from += block) {
      drawn.draw(from, Math.min(drawn.count(), from + block), seed + from);
    }
    cells.agreements().forEach(drawn::put);
    return drawn;
  }

  /** Puts draws in place of those of a row, repeated if there are too few. */
  private void put(int row, AgreeingDraws.Agreement own) {
    Rows x = own.draws().x();
    int[] same = new int[x.count()];
    Arrays.fill(same, row);
    float[] logProb = cells.model().given(cells.contexts().select(same)).logProb(x);
    for (int i = 0; i < each; i++) {
      int from = isUndrawn(row) ? -1 : i % x.count();
      int to = row * each + i;
      sorted[row][i] = from < 0 ? Float.NaN : logProb[from] - (float) own.draws().logProb();
      numbers.forEach(
          (target, all) ->
              all[to] =
                  from < 0 ? Float.NaN : cells.layout().values(x.slice(from, from + 1), target)[0]);
    }
    Arrays.sort(sorted[row]);
  }

  private void draw(int from, int to, long seed) {
    int[] rows = new int[(to - from) * each];
    Arrays.setAll(rows, i -> from + i / each);
    Rows contexts = cells.contexts().select(rows);
    Draws draws = cells.model().given(contexts).sampleAndLogProb(rows.length, seed);
    numbers.forEach(
        (target, all) -> {
          float[] drawn = cells.layout().values(draws.x(), target);
          System.arraycopy(drawn, 0, all, from * each, drawn.length);
        });
    for (int row = from; row < to; row++) {
      int start = (row - from) * each;
      sorted[row] = Arrays.copyOfRange(draws.logProb(), start, start + each);
      Arrays.sort(sorted[row]);
    }
  }

  /**
   * Returns the reasons why rows have no prediction, by the index of the row: no draw of the
   * targets agrees with their values. Their numbers are NaN.
   */
  public Map<Integer, String> problems() {
    Map<Integer, String> problems = new TreeMap<>();
    IntStream.range(0, count()).filter(this::isUndrawn).forEach(row -> problems.put(row, UNDRAWN));
    return problems;
  }

  private boolean isUndrawn(int row) {
    AgreeingDraws.Agreement own = cells.agreements().get(row);
    return own != null && own.draws().cells().isEmpty();
  }

  /** Returns the number of rows. */
  public int count() {
    return sorted.length;
  }

  /** Returns the number of draws of each row. */
  public int draws() {
    return each;
  }

  /** Returns whether regions are corrected by held-out rows. */
  public boolean isCorrected() {
    return scores.isPresent();
  }

  /**
   * Returns the joint log-densities of the targets in rows, given their other values.
   *
   * @param observed the rows that are predicted, with the values of the targets
   * @return one number a row, in nats; minus infinity where a target is missing whose column had no
   *     missing values in the fit, and NaN in rows with one of the {@link #problems}
   * @throws IllegalArgumentException if these are more rows or fewer
   */
  public float[] logProb(Data observed) {
    if (observed.count() != count()) {
      throw new IllegalArgumentException(
          "expected the rows that are predicted, %s, got %s".formatted(count(), observed.count()));
    }
    return cells.logProb(observed.x());
  }

  /**
   * Returns the least log-densities of points in the regions of a level, less their rounding error.
   *
   * @param level the share of new rows within, above 0 and below 1
   * @return one number a row, in nats; minus infinity where there are too few held-out rows to tell
   */
  public double[] thresholds(double level) {
    QuantileLevels unused = QuantileLevels.of(level);
    double share = scores.map(all -> all.at(level)).orElse(level);
    double[] thresholds = new double[count()];
    for (int row = 0; row < thresholds.length; row++) {
      int place = each - 1 - (int) Math.floor(share * each);
      thresholds[row] =
          place < 0 ? Double.NEGATIVE_INFINITY : sorted[row][place] - rounding(sorted[row][place]);
    }
    return thresholds;
  }

  private static double rounding(float logProb) {
    return ROUNDING * Math.max(1, Math.abs(logProb));
  }

  /**
   * Returns whether the targets of rows are within their regions.
   *
   * @param observed the rows that are predicted, with the values of the targets
   * @param level the share of new rows within, above 0 and below 1
   */
  public boolean[] inside(Data observed, double level) {
    float[] logProb = logProb(observed);
    double[] thresholds = thresholds(level);
    boolean[] inside = new boolean[count()];
    for (int row = 0; row < inside.length; row++) {
      inside[row] = logProb[row] >= thresholds[row];
    }
    return inside;
  }

  /**
   * Returns the share of rows whose targets are within their regions, which is the level up to
   * chance where the densities are right or corrected.
   *
   * @param observed the predicted rows, which the model did not learn from
   * @param level the level, above 0 and below 1
   */
  public double coverage(Data observed, double level) {
    int within = 0;
    for (boolean isInside : inside(observed, level)) {
      within += isInside ? 1 : 0;
    }
    return (double) within / count();
  }

  /** For each row, the share of its draws that have a higher density than its targets. */
  double[] denserShares(Data observed) {
    float[] logProb = logProb(observed);
    double[] shares = new double[count()];
    for (int row = 0; row < shares.length; row++) {
      int denser = 0;
      for (float each : sorted[row]) {
        denser += each - rounding(each) > logProb[row] ? 1 : 0;
      }
      shares[row] = (double) denser / each;
    }
    return shares;
  }

  /**
   * Returns the joint log-density of values in a row: exact, by the model, unless known values
   * follow from targets. Then it is conditional on these, by an estimate of their density.
   *
   * @param row the row, counted from zero
   * @param values a number or a text of each target, by the names of the columns; a target without
   *     a value is missing
   * @return the log-density in nats; minus infinity if known values do not agree with these, and
   *     NaN in a row with one of the {@link #problems}
   * @throws IllegalArgumentException if a name is not a target, a value does not suit its column,
   *     or the value of a column without gaps is missing
   */
  public double logProb(int row, Map<String, ?> values) {
    return cells.row(row).logProb(values);
  }

  /**
   * Returns whether a point is in the region of a level.
   *
   * @param row the row, counted from zero
   * @param values the values of the targets, as for {@link #logProb(int, Map)}
   * @param level the share of new rows within, above 0 and below 1
   * @throws IllegalArgumentException as {@link #logProb(int, Map)}
   */
  public boolean contains(int row, Map<String, ?> values, double level) {
    return logProb(row, values) >= thresholds(level)[row];
  }

  /**
   * Returns the draws of a row: for each target a value of its column.
   *
   * @param row the row, counted from zero
   */
  public List<Map<String, Object>> drawn(int row) {
    int unused = Objects.checkIndex(row, count());
    return IntStream.range(row * each, (row + 1) * each).mapToObj(this::draw).toList();
  }

  private Map<String, Object> draw(int place) {
    Map<String, Object> draw = new LinkedHashMap<>();
    numbers.forEach(
        (target, all) -> {
          TableColumn column = cells.schema().modelled().get(target);
          boolean isThere = !Float.isNaN(all[place]);
          draw.put(
              column.name(),
              isThere
                  ? values.value(target, other -> numbers.getOrDefault(other, all)[place])
                  : column.missing());
        });
    return draw;
  }

  /**
   * Returns the probability of an event in a row, estimated by the share of draws in it. With
   * {@code n} draws its standard error is {@code √(p (1 - p)/n)}.
   *
   * @param row the row, counted from zero
   * @param event whether values of the targets, by the names of the columns, are in it
   */
  public double probability(int row, Predicate<Map<String, Object>> event) {
    return (double) drawn(row).stream().filter(event).count() / each;
  }

  /**
   * Returns the marginal predictions of one target in each row, by the draws. They have no
   * log-density.
   *
   * @throws IllegalArgumentException if the column is not a target, or its values are on a circle
   */
  public Predictions marginals(String name) {
    int target = cells.schema().place(name);
    float[] all = numbers.get(target);
    TableColumn column = cells.schema().modelled().get(target);
    if (all == null) {
      throw new IllegalArgumentException("\"%s\" is not a target".formatted(Excerpt.of(name)));
    }
    column.requireOrdered();
    double[][] draws =
        IntStream.range(0, count())
            .mapToObj(
                row ->
                    Arrays.copyOfRange(
                        all, row * each, isUndrawn(row) ? row * each : (row + 1) * each))
            .map(AnyCell::doubles)
            .toArray(double[][]::new);
    Drawn drawn = Drawn.ofPresent(draws);
    double[] missing = drawn.missing(draws);
    return column.kind().isNamed()
        ? Predictions.of(column, drawn.shares(column.names().size()), missing, Optional.empty())
        : Predictions.of(column, drawn, missing, Optional.empty());
  }
}
