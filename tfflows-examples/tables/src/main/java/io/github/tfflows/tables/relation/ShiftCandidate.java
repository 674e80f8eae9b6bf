package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.profile.TimeScan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Dates some time later. */
final class ShiftCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  private final Duration by;

  private ShiftCandidate(Scanned source, Scanned other, Duration by) {
    super(source, other);
    this.by = by;
  }

  static Optional<Candidate> candidate(Scanned source, Scanned other) {
    TimeScan from = source.scan().moments();
    TimeScan to = other.scan().moments();
    Optional<Duration> by = to.since(from);
    return from.form().kind().equals(to.form().kind()) && from.form() != Moment.Form.TIME
        ? by.map(shift -> new ShiftCandidate(source, other, shift))
        : Optional.empty();
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    Optional<Moment> from = Moment.parse((String) sources.get(0));
    Optional<Moment> to = Moment.parse((String) cell);
    return Duration.between(from.orElseThrow().at(), to.orElseThrow().at()).equals(by);
  }

  @Override
  Relation relation() {
    return new Relation.Shifted(of(), by);
  }
}
