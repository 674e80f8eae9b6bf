package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Predicts the bound of a given column, such as the start of a trip by its end. A draw of the
 * distance leads to the bound. It is weighted by the joint density of both, over that of the
 * distance alone (importance sampling).
 *
 * @param following the column with the bound
 * @param place the place of the bound among the modelled columns
 * @param draws the number of draws of each row
 * @param seed equal seeds give equal draws
 */
record BoundDraws(
    CompiledDistribution model,
    TableSchema schema,
    DerivedColumn following,
    int place,
    int draws,
    long seed) {
  /** The most draws of rows that are in memory at a time. */
  private static final int MOST_DRAWS = 1 << 17;

  /**
   * Returns the first column whose only bound is a modelled column; empty if there is none, or if
   * draws of the distance do not lead to all values of the bound, since it has point masses.
   */
  static Optional<DerivedColumn> following(TableSchema schema, TableColumn column) {
    return schema.derived().stream()
        .filter(one -> schema.modelled().contains(column) && column.masses().isEmpty())
        .filter(
            one ->
                one.relation() instanceof Relation.Beyond rule
                    && rule.bounds().equals(List.of(column.name())))
        .findFirst();
  }

  private TableColumn bound() {
    return schema.modelled().get(place);
  }

  private int distance() {
    return schema.place(schema.measured(following.column().name()));
  }

  /**
   * Returns the draws of the bound in each row, in ascending order; none if none is possible.
   *
   * @param events rows of which neither the bound nor the distance is present
   * @param given the places of other columns that are given where they are present
   * @param texts the text of the column with the bound in each row
   */
  double[][] of(Rows events, Set<Integer> given, List<String> texts) {
    double[][] all = new double[events.count()][];
    int rows = Math.max(1, MOST_DRAWS / draws);
    for (int from = 0; from < all.length; from += rows) {
      int end = Math.min(all.length, from + rows);
      double[][] some =
          drawn(events.slice(from, end), given, texts.subList(from, end), seed + from);
      System.arraycopy(some, 0, all, from, some.length);
    }
    return all;
  }

  private double[][] drawn(Rows events, Set<Integer> given, List<String> texts, long ofDraws) {
    AnyCell apart = new AnyCell(model, schema, distance(), events, given);
    double[][] distances = apart.draws(draws, ofDraws);
    int[] rows = IntStream.range(0, events.count() * draws).map(i -> i / draws).toArray();
    float[] drawn = new float[rows.length];
    double[] bounds = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      drawn[i] = (float) distances[rows[i]][i % draws];
      bounds[i] = bound(texts.get(rows[i]), drawn[i]);
    }
    float[] both = logProb(events.select(rows), given, bounds, drawn);
    double[] weights = apart.select(rows).logProb(drawn);
    Arrays.setAll(
        weights, i -> Double.isNaN(bounds[i]) ? Double.NEGATIVE_INFINITY : both[i] - weights[i]);
    return IntStream.range(0, events.count())
        .mapToObj(row -> resampled(bounds, weights, row * draws))
        .toArray(double[][]::new);
  }

  /** The joint log-density of bounds, with a filler in place of NaN, and distances. */
  private float[] logProb(Rows events, Set<Integer> given, double[] bounds, float... distances) {
    RowLayout layout = schema.layout();
    List<Integer> cells = List.of(place, distance());
    Rows contexts =
        layout.context(
            events,
            (row, column) ->
                cells.contains(column)
                    ? layout.bit(column).isPresent() ? State.PRESENT : State.MODELLED
                    : given.contains(column) && !layout.isAbsent(events, row, column)
                        ? State.GIVEN
                        : State.ABSENT);
    float[] values = AnyCell.filled(schema, events);
    for (int row = 0; row < events.count(); row++) {
      int start = row * events.size();
      values[start + layout.value(place)] =
          Double.isNaN(bounds[row]) ? bound().filler() : (float) bounds[row];
      values[start + layout.value(distance())] = distances[row];
      cells.forEach(cell -> layout.bit(cell).ifPresent(bit -> values[start + bit] = 1));
    }
    return model.given(contexts).logProb(new Rows(values, events.eventShape(), events.count()));
  }

  /** Returns the number of the bound of a value at a distance; NaN if the bound cannot have it. */
  private double bound(String text, double distance) {
    TableColumn apart = schema.modelled().get(distance());
    Object cell =
        following.sourceOf(
            List.of(bound(), apart),
            0,
            List.of(bound().missing(), apart.drawn((float) distance)),
            following.column().cell(text));
    return bound().suits(cell) ? new ColumnScale(bound()).exact(cell) : Double.NaN;
  }

  /** Draws bounds by their weights, in ascending order; none if all weights are zero. */
  private double[] resampled(double[] bounds, double[] logWeights, int from) {
    double most = Arrays.stream(logWeights, from, from + draws).max().orElseThrow();
    if (most == Double.NEGATIVE_INFINITY) {
      return new double[0];
    }
    double[] sums = new double[draws];
    for (int i = 0; i < draws; i++) {
      sums[i] = (i == 0 ? 0 : sums[i - 1]) + Math.exp(logWeights[from + i] - most);
    }
    double[] chosen = new double[draws];
    int next = 0;
    for (int i = 0; i < draws; i++) {
      double level = (i + 0.5) / draws * sums[draws - 1];
      while (next < draws - 1 && sums[next] < level) {
        next++;
      }
      chosen[i] = bounds[from + next];
    }
    Arrays.sort(chosen);
    return chosen;
  }
}
