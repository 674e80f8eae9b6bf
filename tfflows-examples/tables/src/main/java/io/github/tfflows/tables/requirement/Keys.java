package io.github.tfflows.tables.requirement;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Modelled columns, and pairs of them, of which no two rows have the same values, such as a number
 * of each row, or a person and a year. Draws may repeat them, unless their distinctness is
 * required.
 */
public final class Keys {
  /** The most rows that are compared. */
  private static final int MOST_ROWS = 20_000;

  /**
   * The least expected number of pairs of equal rows if the columns were independent, or the rows
   * draws.
   */
  private static final int LEAST_BY_CHANCE = 20;

  /** The least share of draws that repeat others. */
  private static final double LEAST_SHARE = 0.01;

  private final TableSchema schema;
  private final int rows;
  private final List<Key> keys = new ArrayList<>();

  /** The places of one or two columns, and the share of their combinations that the rows have. */
  private record Key(List<Integer> places, double fill) {}

  /**
   * Finds the keys in rows.
   *
   * @param all events, in any order
   */
  public Keys(TableSchema schema, Rows all) {
    this.schema = schema;
    this.rows = Math.min(all.count(), MOST_ROWS);
    List<float[]> values =
        IntStream.range(0, schema.modelled().size())
            .mapToObj(place -> schema.layout().values(all.slice(0, rows), place))
            .toList();
    List<Counts> counts =
        IntStream.range(0, values.size()).mapToObj(i -> counts(i, values.get(i))).toList();
    for (int i = 0; i < counts.size(); i++) {
      for (int j = i + 1; j < counts.size(); j++) {
        double fill = (double) rows / counts.get(i).distinct / counts.get(j).distinct;
        double byChance = counts.get(i).pairs * counts.get(j).pairs / pairs(rows);
        if (byChance >= LEAST_BY_CHANCE && areDistinct(values.get(i), values.get(j))) {
          keys.add(new Key(List.of(i, j), fill));
        }
      }
    }
    keys.sort(Comparator.comparingDouble(Key::fill).reversed());
    for (int i = 0; i < counts.size(); i++) {
      ColumnKind kind = schema.modelled().get(i).kind();
      if ((kind.isWhole() || kind.isTemporal()) && counts.get(i).distinct == rows) {
        keys.add(0, new Key(List.of(i), 1));
      }
    }
  }

  /** The number of different values, and of the pairs of rows with equal ones. */
  private record Counts(int distinct, double pairs) {}

  private static double pairs(double rows) {
    return rows * (rows - 1) / 2;
  }

  /** Counts the values of a column; none if some can be missing. */
  private Counts counts(int place, float... values) {
    Map<Float, Integer> counts = new HashMap<>();
    for (float value : values) {
      counts.merge(value, 1, Integer::sum);
    }
    return schema.modelled().get(place).hasGaps()
        ? new Counts(0, 0)
        : new Counts(counts.size(), counts.values().stream().mapToDouble(Keys::pairs).sum());
  }

  private static boolean areDistinct(float[] first, float[] second) {
    Set<Long> earlier = new HashSet<>();
    for (int row = 0; row < first.length; row++) {
      long high = (long) Float.floatToIntBits(first[row]) << Integer.SIZE;
      if (!earlier.add(high | Integer.toUnsignedLong(Float.floatToIntBits(second[row])))) {
        return false;
      }
    }
    return true;
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
        .map(key -> new Broken(key, draws))
        .filter(Broken::isClear)
        .limit(1)
        .map(Broken::sentence)
        .toList();
  }

  private List<String> names(Key key) {
    return key.places.stream().map(place -> schema.modelled().get(place).name()).toList();
  }

  /** A key, and how often draws repeat it. */
  private final class Broken {
    private final Key key;
    private final int draws;
    private final Map<List<Object>, Integer> counts = new HashMap<>();

    Broken(Key key, Rows draws) {
      this.key = key;
      this.draws = draws.count();
      List<TableColumn> columns = key.places.stream().map(schema.modelled()::get).toList();
      List<float[]> values =
          key.places.stream().map(place -> schema.layout().values(draws, place)).toList();
      for (int row = 0; row < this.draws; row++) {
        List<Object> drawn = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          drawn.add(columns.get(i).drawn(values.get(i)[row]));
        }
        counts.merge(drawn, 1, Integer::sum);
      }
    }

    /** Whether draws repeat the key, and rows would repeat a single one, if they were draws. */
    boolean isClear() {
      double equal = counts.values().stream().mapToDouble(Keys::pairs).sum();
      return draws - counts.size() >= LEAST_SHARE * draws
          && (key.places.size() > 1 || equal * pairs(rows) >= LEAST_BY_CHANCE * pairs(draws));
    }

    String sentence() {
      String names = String.join(" and ", names(key).stream().map(Excerpt::of).toList());
      return String.format(
          Locale.ROOT,
          "no two of %,d rows have the same %s, but %,d of %,d draws repeat those of others; if"
              + " %s a key, require \"unique(%s)\"",
          rows,
          names,
          draws - counts.size(),
          draws,
          key.places.size() == 1 ? "it is" : "they are",
          String.join(", ", names(key).stream().map(Excerpt::of).toList()));
    }
  }
}
