package io.github.tfflows.tables;

import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The place of a name among all.
 *
 * @param names the names
 */
record NameCoding(List<String> names) implements Coding {
  NameCoding {
    names = new Indexed(names);
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
