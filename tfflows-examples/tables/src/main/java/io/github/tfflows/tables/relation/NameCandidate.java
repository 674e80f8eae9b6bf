package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.profile.NameScan;
import io.github.tfflows.tables.text.Numbers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value for each name. */
final class NameCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** With fewer rows for each name, a pair of names may be chance. */
  private static final int ROWS_PER_NAME = 3;

  private final Map<String, String> values = new LinkedHashMap<>();

  /** The number of rows that repeat a value with its name, by value. */
  private final Map<String, Integer> again = new HashMap<>();

  NameCandidate(Scanned source, Scanned other) {
    super(source, other);
  }

  static boolean isPossible(Scanned source, Scanned other) {
    NameScan names = source.scan().names();
    return source.column().kind().isNamed()
        && !names.isUncounted()
        && source.scan().count() >= ROWS_PER_NAME * (long) names.size() + Scanned.FEWEST_ROWS
        && source.scan().gaps() <= other.scan().gaps()
        && (other.isNumber()
            || (other.column().kind().isNamed() && other.scan().names().size() <= names.size()));
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    return add(text(sources.get(0)), text(cell));
  }

  private static String text(Object cell) {
    return cell instanceof Double number ? Numbers.text(number + 0.0) : (String) cell;
  }

  private boolean add(String name, String value) {
    String known = values.putIfAbsent(name, value);
    if (known != null) {
      again.merge(value, 1, Integer::sum);
    }
    return known == null ? !name.isEmpty() || value.isEmpty() : known.equals(value);
  }

  /**
   * Whether different names have different values, or a value besides the most frequent one occurs
   * again.
   */
  @Override
  boolean isSure() {
    int most = again.values().stream().mapToInt(count -> count).max().orElse(0);
    int all = again.values().stream().mapToInt(count -> count).sum();
    return relation().isInvertible() || all - most >= Scanned.FEWEST_ROWS;
  }

  @Override
  boolean append(Candidate later) {
    NameCandidate names = (NameCandidate) later;
    names.again.forEach((value, count) -> again.merge(value, count, Integer::sum));
    return names.values.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
  }

  @Override
  Relation relation() {
    Map<String, String> pairs = new LinkedHashMap<>(new TreeMap<>(values));
    pairs.remove("");
    return new Relation.Renamed(of(), pairs);
  }
}
