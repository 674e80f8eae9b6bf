package io.github.tfflows.tables.serving;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Draws of missing names from those that agree with the values that follow from them, such as a
 * customer of a known city. The probabilities are conditional on the other values of the row.
 */
public final class AgreeingNames {
  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowLayout layout;
  private final List<String> written;

  /** Creates the draws of a model of any cell. */
  public AgreeingNames(CompiledDistribution distribution, TableSchema schema) {
    this.distribution = distribution;
    this.schema = schema;
    this.layout = schema.layout();
    this.written = schema.written().stream().map(TableColumn::name).toList();
  }

  /**
   * Returns the events with draws in place of missing names.
   *
   * @param texts for each event the texts of {@link TableSchema#written}; empty for missing values
   */
  public Rows drawn(Rows events, IntFunction<List<String>> texts, long seed) {
    Rows x = new Rows(events.values().clone(), events.eventShape(), events.count());
    SplittableRandom random = new SplittableRandom(seed);
    for (int column = 0; column < layout.columns(); column++) {
      List<DerivedColumn> following = following(schema.modelled().get(column).name());
      if (!following.isEmpty()) {
        draw(x, column, following, texts, random);
      }
    }
    return x;
  }

  private List<DerivedColumn> following(String name) {
    return schema.derived().stream()
        .filter(
            derived ->
                derived.relation() instanceof Relation.Renamed renamed && renamed.of().equals(name))
        .toList();
  }

  private void draw(
      Rows x,
      int column,
      List<DerivedColumn> following,
      IntFunction<List<String>> texts,
      SplittableRandom random) {
    Map<List<String>, int[]> agreeing = new HashMap<>();
    int[][] choices = new int[x.count()][];
    for (int row = 0; row < choices.length; row++) {
      List<String> all = texts.apply(row);
      List<String> known =
          following.stream().map(each -> all.get(written.indexOf(each.column().name()))).toList();
      boolean isOpen =
          layout.isMissing(x, row, column) && !known.stream().allMatch(String::isEmpty);
      choices[row] =
          isOpen
              ? agreeing.computeIfAbsent(known, some -> agreeing(column, following, some))
              : new int[0];
    }
    int[] rows =
        IntStream.range(0, choices.length).filter(row -> choices[row].length > 0).toArray();
    if (rows.length > 0) {
      Rows logProbs = distribution.given(contexts(x, column, rows)).categories().orElseThrow();
      for (int i = 0; i < rows.length; i++) {
        int start = i * logProbs.size();
        int name = drawn(logProbs.values(), start, choices[rows[i]], random.nextDouble());
        x.values()[rows[i] * x.size() + layout.value(column)] = name;
        int first = rows[i] * x.size();
        layout.bit(column).ifPresent(bit -> x.values()[first + bit] = 1);
      }
    }
  }

  /** Returns the indices of the names from which known values follow. */
  private int[] agreeing(int column, List<DerivedColumn> following, List<String> known) {
    TableColumn source = schema.modelled().get(column);
    List<String> names = source.names();
    IntPredicate agrees = name -> true;
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).isEmpty()) {
        DerivedColumn derived = following.get(i);
        Object cell = derived.column().cell(known.get(i));
        agrees = agrees.and(name -> derived.agree(List.of(source), List.of(names.get(name)), cell));
      }
    }
    return IntStream.range(0, names.size()).filter(agrees).toArray();
  }

  private Rows contexts(Rows x, int column, int... rows) {
    State there = layout.bit(column).isPresent() ? State.PRESENT : State.MODELLED;
    return layout.context(
        x.select(rows),
        (i, other) -> {
          if (other == column) {
            return there;
          }
          return layout.isMissing(x, rows[i], other) ? State.ABSENT : State.GIVEN;
        });
  }

  private static int drawn(float[] logProbs, int start, int[] choices, double u) {
    double[] weights =
        Arrays.stream(choices).mapToDouble(name -> Math.exp(logProbs[start + name])).toArray();
    double left = u * Arrays.stream(weights).sum();
    int last = 0;
    while (last < choices.length - 1 && left >= weights[last]) {
      left -= weights[last];
      last++;
    }
    return choices[last];
  }
}
