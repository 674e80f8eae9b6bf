package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Predicts the bound of given columns, such as the start of a trip by its end. A draw of a distance
 * leads to the bound. It is weighted by the joint density of the bound and all distances, over that
 * of the one distance alone (importance sampling).
 *
 * @param following the columns with the bound
 * @param first the index of the one whose distance is drawn
 * @param place the place of the bound among the modelled columns
 * @param draws the number of draws of each row
 * @param seed equal seeds give equal draws
 */
record BoundDraws(
    CompiledDistribution model,
    TableSchema schema,
    List<DerivedColumn> following,
    int first,
    int place,
    int draws,
    long seed) {
  /**
   * Returns the columns whose only bound is a modelled column; none if draws of the distance do not
   * lead to all values of the bound, since it has point masses.
   */
  static List<DerivedColumn> following(TableSchema schema, TableColumn column) {
    return schema.derived().stream()
        .filter(one -> schema.modelled().contains(column) && column.masses().isEmpty())
        .filter(
            one ->
                one.relation() instanceof Relation.Beyond rule
                    && rule.bounds().equals(List.of(column.name())))
        .toList();
  }

  private TableColumn bound() {
    return schema.modelled().get(place);
  }

  /** The place of the distance of a column. */
  private int distance(int column) {
    return schema.place(schema.measured(following.get(column).column().name()));
  }

  /**
   * Returns the draws of the bound in each row, in ascending order; none if none is possible.
   *
   * @param events rows of which neither the bound nor the distances are present
   * @param given the places of other columns that are given where they are present
   * @param texts the texts of the columns with the bound in each row; empty for missing ones
   */
  double[][] of(Rows events, Set<Integer> given, List<List<String>> texts) {
    return Blocks.draws(
        events.count(),
        draws,
        seed,
        (rows, ofRows) ->
            drawn(
                events.select(rows),
                given,
                IntStream.of(rows).mapToObj(texts::get).toList(),
                ofRows));
  }

  private double[][] drawn(
      Rows events, Set<Integer> given, List<List<String>> texts, long ofDraws) {
    AnyCell apart = new AnyCell(model, schema, distance(first), events, given);
    double[][] distances = apart.draws(draws, ofDraws);
    int[] rows = IntStream.range(0, events.count() * draws).map(i -> i / draws).toArray();
    ColumnScale scale = new ColumnScale(schema.modelled().get(distance(first)));
    float[] drawn = new float[rows.length];
    List<Object> bounds = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      drawn[i] = scale.held(distances[rows[i]][i % draws]);
      bounds.add(bound(texts.get(rows[i]).get(first), drawn[i]));
    }
    List<List<String>> all = IntStream.of(rows).mapToObj(texts::get).toList();
    double[] weights = logProb(events.select(rows), given, bounds, all);
    double[] ofDistances = apart.select(rows).logProb(drawn);
    Arrays.setAll(weights, i -> weights[i] - ofDistances[i]);
    double[] numbers = bounds.stream().mapToDouble(new ColumnScale(bound())::exact).toArray();
    return IntStream.range(0, events.count())
        .mapToObj(row -> resampled(numbers, weights, row * draws))
        .toArray(double[][]::new);
  }

  /**
   * The joint log-densities of bounds and of the distances of all present columns; minus infinity
   * for cells that the columns cannot have.
   */
  private double[] logProb(
      Rows events, Set<Integer> given, List<Object> bounds, List<List<String>> texts) {
    RowLayout layout = schema.layout();
    float[] values = AnyCell.filled(schema, events);
    boolean[] isPossible = new boolean[bounds.size()];
    List<Set<Integer>> drawn = new ArrayList<>();
    for (int row = 0; row < isPossible.length; row++) {
      Map<Integer, Object> cells = cells(bounds.get(row), texts.get(row));
      isPossible[row] = true;
      for (Map.Entry<Integer, Object> cell : cells.entrySet()) {
        TableColumn column = schema.modelled().get(cell.getKey());
        boolean suits = column.suits(cell.getValue());
        int start = row * events.size();
        isPossible[row] &= suits;
        values[start + layout.value(cell.getKey())] =
            suits ? new ColumnScale(column).number(cell.getValue()) : column.filler();
        layout.bit(cell.getKey()).ifPresent(bit -> values[start + bit] = 1);
      }
      drawn.add(cells.keySet());
    }
    RowLayout.States others = layout.given(events, given, column -> State.ABSENT);
    Rows contexts =
        layout.context(
            events,
            (row, column) ->
                drawn.get(row).contains(column)
                    ? layout.stateThere(column)
                    : others.of(row, column));
    float[] logProb =
        model.given(contexts).logProb(new Rows(values, events.eventShape(), events.count()));
    return IntStream.range(0, logProb.length)
        .mapToDouble(row -> isPossible[row] ? logProb[row] : Double.NEGATIVE_INFINITY)
        .toArray();
  }

  /** The cells of the bound and of the distances of present columns from it, by their places. */
  private Map<Integer, Object> cells(Object bound, List<String> texts) {
    Map<Integer, Object> cells = new HashMap<>(Map.of(place, bound));
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isEmpty()) {
        DerivedColumn one = following.get(i);
        cells.put(distance(i), one.distance(List.of(bound), one.column().cell(texts.get(i))));
      }
    }
    return cells;
  }

  /** Returns the cell of the bound of a value at a distance. */
  private Object bound(String text, float distance) {
    TableColumn apart = schema.modelled().get(distance(first));
    DerivedColumn one = following.get(first);
    return one.sourceOf(
        List.of(bound(), apart),
        0,
        List.of(bound().missing(), apart.decoded(distance)),
        one.column().cell(text));
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
