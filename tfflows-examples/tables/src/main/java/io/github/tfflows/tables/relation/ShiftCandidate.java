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
    String source = (String) sources.get(0);
    Optional<Moment> from = Moment.parse(source);
    Optional<Moment> to = Moment.parse((String) cell);
    return (from.isPresent() && to.isPresent())
        ? Duration.between(from.get().at(), to.get().at()).equals(by)
        : source.equals(cell);
  }

  @Override
  Relation relation() {
    return new Relation.Shifted(of(), by);
  }
}
