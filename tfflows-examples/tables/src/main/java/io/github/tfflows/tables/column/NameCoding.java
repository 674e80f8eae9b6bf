package io.github.tfflows.tables.column;

import io.github.tfflows.core.graph.Require;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.text.Excerpt;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names, numbered by their index.
 *
 * @param names the names; the names of the pool are last
 * @param counts the count of each name; empty if unknown
 * @param pool the number of names that share an outcome
 */
public record NameCoding(List<String> names, List<Long> counts, int pool) implements Coding {
  private static final double MOST_UNSEEN = 0.5;

  public NameCoding {
    names = new Indexed(names);
    counts = List.copyOf(counts);
    if (!counts.isEmpty() && counts.size() != names.size()) {
      throw new IllegalArgumentException(
          "expected a count for each of %s names, got %s".formatted(names.size(), counts.size()));
    }
    counts.forEach(count -> Require.atLeast("a count", count, 1));
    Require.within("pool", pool, 0, counts.size());
  }

  /** Returns the counts of the names in the pool. */
  public List<Integer> pooled() {
    return counts.subList(counts.size() - pool, counts.size()).stream()
        .map(Math::toIntExact)
        .toList();
  }

  /** Returns the outcomes: the names outside the pool, the pool, and an unseen name. */
  CategoryCell categories() {
    int pools = pool == 0 ? 0 : 1;
    return new CategoryCell(names.size() - pool + pools, pooled(), unseen());
  }

  /**
   * Returns the probability of an unseen name: the share of rows with names that occurred once
   * (Good, 1953, The population frequencies of species and the estimation of population
   * parameters). It is at least {@code ½/(n + 1)} for {@code n} rows; zero if counts are unknown.
   */
  public double unseen() {
    if (!canBeUnseen()) {
      return 0;
    }
    double all = counts.stream().mapToDouble(Long::doubleValue).sum();
    double once = counts.stream().filter(count -> count == 1).count();
    return Math.min(MOST_UNSEEN, Math.max(once / all, MOST_UNSEEN / (all + 1)));
  }

  /** Returns whether an unseen name has a probability. */
  boolean canBeUnseen() {
    return !counts.isEmpty();
  }

  /** Returns the index of a name; for an unseen name, the index after the last. */
  public int placeOrUnseen(String text) {
    int place = names.indexOf(text);
    return place < 0 ? names.size() : place;
  }

  /** Returns whether the name of an index occurred in a single row. */
  boolean isOnce(int place) {
    return place < counts.size() && counts.get(place) == 1;
  }

  @Override
  public double read(String text) {
    int place = names.indexOf(text);
    return place < 0 ? Double.NaN : place;
  }

  /** Returns the nearest name; none for an unseen one. */
  @Override
  public String written(double x) {
    long place = Math.max(0, Math.round(x));
    if (place == names.size() && canBeUnseen()) {
      return "";
    }
    return names.get((int) Math.min(names.size() - 1, place));
  }

  @Override
  public String expected() {
    return "one of " + Excerpt.of(names);
  }

  /** An unmodifiable list that finds its entries by a hash table. */
  private static final class Indexed extends AbstractList<String> {
    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();

    Indexed(List<String> names) {
      this.names = List.copyOf(names);
      for (int i = this.names.size() - 1; i >= 0; i--) {
        places.put(this.names.get(i), i);
      }
    }

    @Override
    public String get(int index) {
      return names.get(index);
    }

    @Override
    public int size() {
      return names.size();
    }

    @Override
    public int indexOf(@Nullable Object name) {
      return places.getOrDefault(name, -1);
    }
  }
}
