package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.profile.NumberScan;
import io.github.tfflows.tables.profile.TimeScan;
import io.github.tfflows.tables.text.Numbers;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A part of dates or times, or a value for each part, in one of the time zones that agreed so far.
 */
final class PartCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The parts that other values may stand for, such as names of months. */
  private static final Set<ChronoField> NAMED =
      Set.of(ChronoField.MONTH_OF_YEAR, ChronoField.DAY_OF_WEEK, ChronoField.HOUR_OF_DAY);

  private final ChronoField field;

  /** The values of named parts in the rows so far, by zone. */
  private final Map<ZoneId, ValuesByName> values = new LinkedHashMap<>();

  private PartCandidate(Scanned source, Scanned other, ChronoField field) {
    super(List.of(source), other);
    this.field = field;
    source.scan().moments().zones().forEach(zone -> values.put(zone, new ValuesByName()));
  }

  /** The parts that values can be, or stand for. */
  static List<Candidate> candidates(Scanned source, Scanned other, FirstRows first) {
    if (!source.column().kind().isTemporal()) {
      return List.of();
    }
    TimeScan times = source.scan().moments();
    if (other.column().kind().isTemporal()) {
      boolean isDay =
          source.column().kind() instanceof ColumnKind.Timestamp
              && other.scan().moments().form() == Moment.Form.DATE;
      return isDay ? List.of(new PartCandidate(source, other, ChronoField.EPOCH_DAY)) : List.of();
    }
    if (!first.cells(source).determine(first.cells(other))) {
      return List.of();
    }
    return times.parts().stream()
        .filter(part -> isPart(other, part) || (NAMED.contains(part) && other.hasFewValues()))
        .<Candidate>map(part -> new PartCandidate(source, other, part))
        .toList();
  }

  /** Whether numbers can be a part, by their range. */
  private static boolean isPart(Scanned other, ChronoField part) {
    NumberScan numbers = other.scan().numbers();
    return other.isNumber()
        && numbers.areWhole()
        && part.range().isValidValue((long) numbers.low())
        && part.range().isValidValue((long) numbers.high());
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    Moment moment = Moment.parse((String) sources.get(0)).orElseThrow();
    String value = field == ChronoField.EPOCH_DAY ? day((String) cell) : text(cell);
    values.entrySet().removeIf(zone -> !agree(zone.getKey(), zone.getValue(), moment, value));
    return !values.isEmpty();
  }

  private static String day(String date) {
    return Moment.parse(date).map(Moment::number).map(Numbers::text).orElse("");
  }

  private boolean agree(ZoneId zone, ValuesByName byPart, Moment moment, String value) {
    String part = Numbers.text(relation(zone, Map.of()).of(moment.at()));
    return NAMED.contains(field) ? byPart.add(part, value) : part.equals(value);
  }

  @Override
  boolean appendCounted(Candidate later) {
    PartCandidate other = (PartCandidate) later;
    values.keySet().retainAll(other.values.keySet());
    other.values.forEach(
        (zone, more) ->
            values.computeIfPresent(zone, (same, some) -> some.append(more) ? some : null));
    return !values.isEmpty();
  }

  /** Keeps the zones in which the values are the parts themselves, if there are any. */
  void preferParts() {
    if (values.values().stream().anyMatch(PartCandidate::areParts)) {
      values.values().removeIf(one -> !areParts(one));
    }
  }

  private static boolean areParts(ValuesByName values) {
    return values.all().entrySet().stream().allMatch(one -> one.getKey().equals(one.getValue()));
  }

  /** Keeps the zones of both parts, if there are any. */
  void shareZones(PartCandidate other) {
    if (!Collections.disjoint(other.values.keySet(), values.keySet())) {
      values.keySet().retainAll(other.values.keySet());
    }
  }

  @Override
  boolean isLikely() {
    ValuesByName first = values.values().iterator().next();
    return areParts(first) || first.areRepeated();
  }

  private Relation.Part relation(ZoneId zone, Map<String, String> names) {
    return new Relation.Part(of(), field, zone, names);
  }

  @Override
  Relation relation() {
    Map.Entry<ZoneId, ValuesByName> first = values.entrySet().iterator().next();
    ValuesByName all = first.getValue();
    return relation(first.getKey(), areParts(all) ? Map.of() : new TreeMap<>(all.all()));
  }
}
