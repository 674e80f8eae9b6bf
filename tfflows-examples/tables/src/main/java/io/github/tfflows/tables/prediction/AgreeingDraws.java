package io.github.tfflows.tables.prediction;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.LogSum;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.derived.AgreeingNumbers;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws of the missing cells of a row that agree with its known ones, as in imputations.
 *
 * @param draws the number of draws of a row
 * @param seed equal seeds give equal draws
 */
record AgreeingDraws(
    CompiledDistribution model, TableSchema schema, RowCodec codec, int draws, long seed) {
  /** The draws after which a row has no prediction if none of them agrees with it. */
  private static final int MOST_IN_VAIN = 10_000;

  /**
   * The draws of a row.
   *
   * @param cells those of {@link TableSchema#written} in each draw; none if no draw agrees
   * @param x the events of these draws
   * @param solved the places of the numbers that lead to known ones, and are there
   * @param logProb the log-probability of the known cells that follow from missing ones, given the
   *     others: an estimate, and a log-density where a sum is not rounded; not finite if no draw
   *     agrees
   */
  record Found(List<List<Object>> cells, Rows x, Set<Integer> solved, double logProb) {}

  /**
   * A row with known values that follow from targets.
   *
   * @param values its given values by the names of their columns
   * @param context the context of the targets
   * @param draws draws of the targets; none if no draw agrees, or further values are missing
   */
  record Agreement(Map<String, String> values, Rows context, Found draws) {}

  /**
   * Draws targets of a row with known values that follow from them.
   *
   * @param event the row, for a model of any cell
   * @param targets the places of the columns to draw
   * @param given the places of the given columns
   * @param texts those of {@link TableSchema#written}; empty for targets
   */
  Agreement agreement(Rows event, Set<Integer> targets, Set<Integer> given, List<String> texts) {
    Map<String, String> values = new LinkedHashMap<>();
    IntStream.range(0, texts.size())
        .filter(i -> !Numbers.isMissing(texts.get(i)))
        .forEach(i -> values.put(schema.written().get(i).name(), texts.get(i)));
    Map<Integer, String> known = known(values);
    Rows row = with(event, known);
    Set<Integer> open = new TreeSet<>(codec.ambiguous(texts));
    open.addAll(targets);
    open.removeAll(known.keySet());
    RowLayout.States states =
        (first, place) ->
            known.containsKey(place) || (given.contains(place) && !open.contains(place))
                ? State.GIVEN
                : State.ABSENT;
    boolean isClosed = open.stream().allMatch(at -> targets.contains(at) || isDistance(at));
    Found found = isClosed ? of(row, states, texts) : none(row);
    RowLayout.States ofOpen =
        (first, place) ->
            found.solved.contains(place)
                ? schema.layout().stateThere(place)
                : open.contains(place) ? State.MODELLED : states.of(first, place);
    Rows context = schema.layout().context(row, ofOpen);
    return new Agreement(values, context, Double.isFinite(found.logProb) ? found : none(row));
  }

  private static Found none(Rows row) {
    return new Found(List.of(), row.slice(0, 0), Set.of(), Double.NaN);
  }

  private boolean isDistance(int place) {
    return schema.distances().contains(schema.modelled().get(place).name());
  }

  /** The texts of the model's columns that given ones determine; none if these do not agree. */
  private Map<Integer, String> known(Map<String, String> values) {
    try {
      Map<String, String> byName = codec.given(values);
      byName.values().removeIf(Numbers::isMissing);
      return byName.keySet().stream().collect(Collectors.toMap(schema::place, byName::get));
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  private Rows with(Rows event, Map<Integer, String> known) {
    float[] cells = event.values().clone();
    known.forEach(
        (place, text) -> {
          TableColumn column = schema.modelled().get(place);
          cells[schema.layout().value(place)] = column.value(column.cell(text), Unseen.MODEL);
          schema.layout().bit(place).ifPresent(bit -> cells[bit] = 1);
        });
    return new Rows(cells, event.eventShape(), 1);
  }

  /**
   * Draws the cells of a row.
   *
   * @param event the row, for a model of any cell
   * @param states the states of given and of absent cells
   * @param texts those of {@link TableSchema#written}; empty for values to be drawn
   */
  Found of(Rows event, RowLayout.States states, List<String> texts) {
    AgreeingNumbers numbers = new AgreeingNumbers(model, schema);
    UnaryOperator<List<Object>> completion = codec.completion(texts);
    List<List<Object>> cells = new ArrayList<>();
    float[] events = new float[draws * event.size()];
    List<Double> logShares = new ArrayList<>();
    Set<Integer> solved = Set.of();
    for (int round = 0; isOpen(round, cells.size()); round++) {
      AgreeingNumbers.Filled filled =
          numbers.drawn(event, states, row -> texts, draws, seed + round);
      solved = filled.places().get(0).isEmpty() ? solved : filled.places().get(0);
      Rows x = drawn(filled, states, seed + round);
      int agreeing = 0;
      for (int i = 0; i < draws; i++) {
        List<Object> whole = completion.apply(codec.decoded(x, Rows.empty(draws), i));
        agreeing += whole.isEmpty() ? 0 : 1;
        if (!whole.isEmpty() && cells.size() < draws) {
          System.arraycopy(x.values(), i * x.size(), events, cells.size() * x.size(), x.size());
          cells.add(whole);
        }
      }
      logShares.add(filled.logProb()[0] + Math.log((double) agreeing / draws));
    }
    double[] logs = logShares.stream().mapToDouble(log -> log).toArray();
    float[] found = Arrays.copyOf(events, cells.size() * event.size());
    return new Found(
        cells,
        new Rows(found, event.eventShape(), cells.size()),
        solved,
        LogSum.of(logs) - Math.log(logs.length));
  }

  private Rows drawn(AgreeingNumbers.Filled filled, RowLayout.States states, long ofDraws) {
    RowLayout.States all =
        filled.given(
            (row, place) -> {
              State state = states.of(row, place);
              return state == State.ABSENT ? State.MODELLED : state;
            });
    Rows contexts = schema.layout().context(filled.x(), all);
    return model.given(contexts).sampleAndLogProb(draws, ofDraws).x();
  }

  /** Whether a row with some agreeing draws needs a further round. */
  private boolean isOpen(int round, int count) {
    boolean isHopeless = count == 0 && (long) round * draws >= MOST_IN_VAIN;
    return round < Predictions.MOST_ROUNDS && count < draws && !isHopeless;
  }
}
