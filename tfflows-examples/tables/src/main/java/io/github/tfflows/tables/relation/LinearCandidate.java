package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Relation;
import java.util.List;

final class LinearCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  private final Line line;

  private LinearCandidate(Scanned source, Scanned other, Line line) {
    super(source, other);
    this.line = line;
  }

  /** The lines through the ends of both columns that the first rows are on. */
  static List<Candidate> candidates(Scanned source, Scanned other, FirstRows first) {
    return Line.between(source.side(), other.side()).stream()
        .filter(line -> first.agree(line, source.place(), other.place()))
        .<Candidate>map(line -> new LinearCandidate(source, other, line))
        .toList();
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    return line.contains((Double) sources.get(0), (Double) cell);
  }

  @Override
  Relation relation() {
    return new Relation.Linear(of(), line.slope(), line.intercept());
  }
}
