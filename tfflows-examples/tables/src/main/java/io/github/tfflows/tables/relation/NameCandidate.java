package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.profile.NameScan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value for each name. */
final class NameCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** With fewer rows for each name, a pair of names may be chance. */
  static final int ROWS_PER_NAME = 3;

  private final ValuesByName values = new ValuesByName();

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
  boolean holds(List<Object> sources, Object cell) {
    return agree(sources, cell); // a missing cell is a value
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    return values.add(text(sources.get(0)), text(cell));
  }

  /** Whether different names have different values, or different values occur again. */
  @Override
  boolean isLikely() {
    return relation().isInvertible() || values.areRepeated();
  }

  @Override
  boolean isOfGroups() {
    return values.areOfGroups();
  }

  @Override
  boolean appendCounted(Candidate later) {
    return values.append(((NameCandidate) later).values);
  }

  @Override
  Relation relation() {
    Map<String, String> pairs = new LinkedHashMap<>(new TreeMap<>(values.all()));
    pairs.remove("");
    return new Relation.Renamed(of(), pairs);
  }
}
