package io.github.tfflows.tables.requirement;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Pairs of modelled columns of which no two rows have the same values, such as a person and a year.
 * Draws may repeat them, unless their distinctness is required.
 */
public final class Keys {
  /** The most rows that are compared. */
  private static final int MOST_ROWS = 20_000;

  /** The least number of rows that repeat others where the values of a pair are independent. */
  private static final int LEAST_REPEATED = 20;

  /** The least share of draws that repeat others. */
  private static final double LEAST_SHARE = 0.01;

  private final TableSchema schema;
  private final int rows;
  private final List<Key> keys = new ArrayList<>();

  /** The places of two columns, and the share of their combinations that the rows have. */
  private record Key(int first, int second, double fill) {}

  /**
   * Finds the keys in rows.
   *
   * @param all events, in any order
   */
  public Keys(TableSchema schema, Rows all) {
    this.schema = schema;
    this.rows = Math.min(all.count(), MOST_ROWS);
    Rows some = all.slice(0, rows);
    Rows shuffled = some.select(shuffled(rows));
    List<float[]> values = values(some);
    List<float[]> others = values(shuffled);
    int[] distinct =
        IntStream.range(0, values.size()).map(i -> distinct(i, values.get(i))).toArray();
    for (int i = 0; i < distinct.length; i++) {
      for (int j = i + 1; j < distinct.length; j++) {
        double fill = (double) rows / distinct[i] / distinct[j];
        if (fill <= 1
            && repeated(values.get(i), values.get(j), 1) == 0
            && repeated(values.get(i), others.get(j), LEAST_REPEATED) == LEAST_REPEATED) {
          keys.add(new Key(i, j, fill));
        }
      }
    }
    keys.sort(Comparator.comparingDouble(Key::fill).reversed());
  }

  private List<float[]> values(Rows some) {
    return IntStream.range(0, schema.modelled().size())
        .mapToObj(place -> schema.layout().values(some, place))
        .toList();
  }

  private static int[] shuffled(int count) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(1));
    return order.stream().mapToInt(row -> row).toArray();
  }

  /**
   * The number of different values; zero if some are missing, or most rows have one of their own.
   */
  private int distinct(int place, float... values) {
    Set<Float> distinct = new HashSet<>();
    for (float value : values) {
      distinct.add(value);
    }
    boolean isPart = distinct.size() <= values.length / 2;
    return isPart && !schema.modelled().get(place).hasGaps() ? distinct.size() : 0;
  }

  private static int repeated(float[] first, float[] second, int most) {
    return repeated(first.length, most, row -> List.of(first[row], second[row]));
  }

  /** Counts the rows with values of an earlier one, up to a limit. */
  private static int repeated(int rows, int most, IntFunction<List<Object>> values) {
    Set<List<Object>> earlier = new HashSet<>();
    int repeated = 0;
    for (int row = 0; row < rows && repeated < most; row++) {
      repeated += earlier.add(values.apply(row)) ? 0 : 1;
    }
    return repeated;
  }

  /** Returns whether there is no key. */
  public boolean areNone() {
    return keys.isEmpty();
  }

  /**
   * Returns a sentence about the first key that draws repeat; none if they repeat none.
   *
   * @param required the names of columns whose distinctness is required
   */
  public List<String> broken(Rows draws, List<List<String>> required) {
    return keys.stream()
        .filter(key -> required.stream().noneMatch(names -> names(key).containsAll(names)))
        .filter(key -> repeated(key, draws) >= LEAST_SHARE * draws.count())
        .limit(1)
        .map(key -> sentence(key, draws))
        .toList();
  }

  private int repeated(Key key, Rows draws) {
    TableColumn first = schema.modelled().get(key.first);
    TableColumn second = schema.modelled().get(key.second);
    float[] ofFirst = schema.layout().values(draws, key.first);
    float[] ofSecond = schema.layout().values(draws, key.second);
    return repeated(
        draws.count(),
        draws.count(),
        row -> List.of(first.drawn(ofFirst[row]), second.drawn(ofSecond[row])));
  }

  private List<String> names(Key key) {
    return List.of(
        schema.modelled().get(key.first).name(), schema.modelled().get(key.second).name());
  }

  private String sentence(Key key, Rows draws) {
    List<String> names = names(key).stream().map(Excerpt::of).toList();
    return String.format(
        Locale.ROOT,
        "no two of %,d rows have the same %s and %s, but %,d of %,d draws repeat those of others; if"
            + " they are a key, require \"unique(%2$s, %3$s)\"",
        rows,
        names.get(0),
        names.get(1),
        repeated(key, draws),
        draws.count());
  }
}
