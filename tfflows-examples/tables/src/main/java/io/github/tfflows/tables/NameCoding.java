package io.github.tfflows.tables;

import io.github.tfflows.tables.density.Cell;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of a name among all.
 *
 * @param names the names, those of the pool last
 * @param pooled how often each name of the pool occurred; empty where no names share an outcome
 */
record NameCoding(List<String> names, List<Integer> pooled) implements Coding {
  NameCoding {
    names = new Indexed(names);
    pooled = List.copyOf(pooled);
    if (pooled.size() > names.size()) {
      throw new IllegalArgumentException(
          "expected at most one count for each of %s names, got %s"
              .formatted(names.size(), pooled.size()));
    }
  }

  /** The outcomes: the names that are not pooled, and the pool. */
  Cell.Categorical categories() {
    int pools = pooled.isEmpty() ? 0 : 1;
    return new Cell.Categorical(names.size() - pooled.size() + pools, pooled);
  }

  @Override
  public double read(String text) {
    int place = names.indexOf(text);
    return place < 0 ? Double.NaN : place;
  }

  @Override
  public String written(double x) {
    return names.get((int) Math.min(names.size() - 1, Math.max(0, Math.round(x))));
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
