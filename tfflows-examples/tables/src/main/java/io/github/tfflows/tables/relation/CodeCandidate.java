package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A value for each whole number, where the numbers have the order of codes: neighbours differ, and
 * equal values are apart, as the regions of numbered stores are.
 */
final class CodeCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** Until this many different numbers, all rows may differ. */
  private static final int FIRST_CODES = 1000;

  /** The least ratio of changes between neighbours to those of an ordered sequence. */
  private static final int CHANGES = 3;

  private final ValuesByName values = new ValuesByName();
  private long rows;

  CodeCandidate(Scanned source, Scanned other) {
    super(source, other);
  }

  static boolean isPossible(Scanned source, Scanned other) {
    long most = (source.scan().count() - Scanned.FEWEST_ROWS) / NameCandidate.ROWS_PER_NAME;
    return source.column().kind().isWhole()
        && source.scan().numbers().areAtMost(most)
        && source.scan().gaps() <= other.scan().gaps()
        && (other.isNumber() || other.column().kind().isNamed());
  }

  @Override
  boolean holds(List<Object> sources, Object cell) {
    return agree(sources, cell); // a missing cell is a value
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    rows++;
    return values.add(text(sources.get(0)), text(cell))
        && values.all().size() <= FIRST_CODES + rows / NameCandidate.ROWS_PER_NAME;
  }

  @Override
  boolean isOfGroups() {
    return values.areOfGroups();
  }

  @Override
  boolean appendCounted(Candidate later) {
    CodeCandidate codes = (CodeCandidate) later;
    rows += codes.rows;
    return values.append(codes.values);
  }

  @Override
  boolean isLikely() {
    long codes = values.all().size();
    long different = values.all().values().stream().distinct().count();
    return rows >= NameCandidate.ROWS_PER_NAME * codes + Scanned.FEWEST_ROWS
        && changes() >= CHANGES * (different - 1)
        && values.areRepeated();
  }

  /** Returns how often the value changes from one number to the next. */
  private long changes() {
    Map<String, String> all = values.all();
    List<String> sorted =
        all.keySet().stream().sorted(Comparator.comparingDouble(Numbers::parse)).toList();
    long changes = 0;
    for (int i = 1; i < sorted.size(); i++) {
      String before = all.getOrDefault(sorted.get(i - 1), "");
      changes += before.equals(all.get(sorted.get(i))) ? 0 : 1;
    }
    return changes;
  }

  @Override
  Relation relation() {
    return new Relation.Renamed(of(), values.all());
  }
}
