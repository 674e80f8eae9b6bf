package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.profile.NumberScan;
import io.github.tfflows.tables.profile.TimeScan;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A number that is a part of dates or times, in one of the time zones that agreed so far. */
final class PartCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  private final ChronoField field;
  private final List<ZoneId> zones;

  private PartCandidate(Scanned source, Scanned other, ChronoField field, List<ZoneId> zones) {
    super(List.of(source), other);
    this.field = field;
    this.zones = new ArrayList<>(zones);
  }

  /** The parts that numbers can be, by their range. */
  static List<Candidate> candidates(Scanned source, Scanned other) {
    TimeScan times = source.scan().moments();
    NumberScan numbers = other.scan().numbers();
    List<ZoneId> zones = times.zones();
    return times.parts().stream()
        .filter(part -> numbers.areWhole())
        .filter(part -> part.range().isValidValue((long) numbers.low()))
        .filter(part -> part.range().isValidValue((long) numbers.high()))
        .<Candidate>map(part -> new PartCandidate(source, other, part, zones))
        .toList();
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    Optional<Moment> moment = Moment.parse((String) sources.get(0));
    if (moment.isEmpty() || !(cell instanceof Double number)) {
      return sources.get(0).equals(cell); // both missing
    }
    zones.removeIf(zone -> relation(zone).of(moment.get().at()) != number);
    return !zones.isEmpty();
  }

  @Override
  boolean append(Candidate later) {
    zones.retainAll(((PartCandidate) later).zones);
    return !zones.isEmpty();
  }

  /** Keeps the zones of both parts, if there are any. */
  void shareZones(PartCandidate other) {
    if (!Collections.disjoint(other.zones, zones)) {
      zones.retainAll(other.zones);
    }
  }

  private Relation.Part relation(ZoneId zone) {
    return new Relation.Part(of(), field, zone);
  }

  @Override
  Relation relation() {
    return relation(zones.get(0));
  }
}
