package io.github.tfflows.tables.derived;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Draws of missing names from those that agree with the values that follow from them, such as a
 * customer of a known city. The probabilities are conditional on the other values of the row.
 */
public final class AgreeingNames {
  /** The probabilities that are computed at once: those of all names in some rows. */
  private static final int MOST_PROBABILITIES = 1 << 22;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowLayout layout;
  private final DerivedCells derived;

  /** Creates the draws of a model of any cell. */
  public AgreeingNames(CompiledDistribution distribution, TableSchema schema) {
    this.distribution = distribution;
    this.schema = schema;
    this.layout = schema.layout();
    this.derived = DerivedCells.of(schema.derived(), schema.all());
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
        draw(x, column, choices(x, column, following, texts), random);
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

  private void draw(Rows x, int column, int[][] choices, SplittableRandom random) {
    for (int row = 0; row < choices.length; row++) {
      if (choices[row].length == 1) {
        set(x, row, column, choices[row][0]);
      }
    }
    int[] open = IntStream.range(0, choices.length).filter(i -> choices[i].length > 1).toArray();
    int most = Math.max(1, MOST_PROBABILITIES / schema.modelled().get(column).names().size());
    for (int start = 0; start < open.length; start += most) {
      int[] rows = Arrays.copyOfRange(open, start, Math.min(open.length, start + most));
      Rows logProbs = distribution.given(contexts(x, column, rows)).categories().orElseThrow();
      for (int i = 0; i < rows.length; i++) {
        int first = i * logProbs.size();
        int[] some = choices[rows[i]];
        set(x, rows[i], column, drawn(logProbs.values(), first, some, random.nextDouble()));
      }
    }
  }

  private void set(Rows x, int row, int column, int name) {
    int first = row * x.size();
    x.values()[first + layout.value(column)] = name;
    layout.bit(column).ifPresent(bit -> x.values()[first + bit] = 1);
  }

  /** Returns the indices of the names that each row may have; none unless values restrict them. */
  private int[][] choices(
      Rows x, int column, List<DerivedColumn> following, IntFunction<List<String>> texts) {
    List<String> columns = following.stream().map(each -> each.column().name()).toList();
    Map<List<String>, int[]> agreeing = new HashMap<>();
    int[][] choices = new int[x.count()][];
    for (int row = 0; row < choices.length; row++) {
      List<String> known =
          layout.isMissing(x, row, column) ? derived.known(columns, texts.apply(row)) : List.of();
      choices[row] =
          known.stream().allMatch(String::isEmpty)
              ? new int[0]
              : agreeing.computeIfAbsent(known, some -> agreeing(column, following, some));
    }
    return choices;
  }

  /** Returns the indices of the names from which known values follow. */
  private int[] agreeing(int column, List<DerivedColumn> following, List<String> known) {
    List<Set<String>> names =
        IntStream.range(0, known.size())
            .filter(i -> !known.get(i).isEmpty())
            .mapToObj(i -> sourcesOf(following.get(i), known.get(i)))
            .sorted(Comparator.comparingInt(Set::size))
            .toList();
    return names.get(0).stream()
        .filter(name -> names.stream().allMatch(some -> some.contains(name)))
        .mapToInt(schema.modelled().get(column).names()::indexOf)
        .filter(place -> place >= 0)
        .sorted()
        .toArray();
  }

  private static Set<String> sourcesOf(DerivedColumn derived, String text) {
    return new HashSet<>(derived.sourcesOf(derived.column().cell(text)));
  }

  private Rows contexts(Rows x, int column, int... rows) {
    return layout.context(
        x.select(rows),
        (i, other) -> {
          if (other == column) {
            return layout.stateThere(column);
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
