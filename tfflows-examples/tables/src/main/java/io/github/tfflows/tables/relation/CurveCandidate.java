package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class CurveCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The most pairs that are stored. Further pairs must lie between stored ones. */
  private static final int MOST_PAIRS = 4_096;

  /** Fewer pairs of numbers are on a line. */
  private static final int FEWEST_PAIRS = 3;

  /** So many different numbers rule out a common order by chance. */
  private static final int MANY_PAIRS = 12;

  /** The least number of rows for each date or timestamp. */
  private static final long ROWS_PER_MOMENT = 2;

  private final TreeMap<Double, Double> pairs = new TreeMap<>();

  /** One for a rising function, minus one for a falling one, zero before it is known. */
  private double sign;

  private long rows;
  private final double unit;
  private final boolean isOfMoments;

  private CurveCandidate(Scanned source, Scanned other) {
    super(source, other);
    this.unit = ((NumberCoding) other.column().coding()).unit();
    this.isOfMoments = source.isMoment();
  }

  /** A function if the first rows agree. */
  static Optional<Candidate> candidate(Scanned source, Scanned other, FirstRows first) {
    return source.mayMatch(other) && source.isExact() && other.isExact()
        ? ofFirst(source, other, first)
        : Optional.empty();
  }

  /** A function of dates or timestamps if the first rows agree. */
  static List<Candidate> ofMoments(Scanned source, Scanned other, FirstRows first) {
    return other.isExact() && source.isMoment()
        ? ofFirst(source, other, first).stream().toList()
        : List.of();
  }

  private static Optional<Candidate> ofFirst(Scanned source, Scanned other, FirstRows first) {
    CurveCandidate ofFirst = new CurveCandidate(source, other);
    boolean agree =
        first
            .rowsWith(source.place(), other.place())
            .allMatch(row -> ofFirst.add(row[source.place()], row[other.place()]));
    return agree && ofFirst.pairs.size() >= FEWEST_PAIRS
        ? Optional.of(new CurveCandidate(source, other))
        : Optional.empty();
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    rows++;
    return add(number(sources.get(0)), (Double) cell);
  }

  /**
   * Whether many numbers have one order, or few numbers have one value each in many rows. A series
   * that only rises is none of its dates, unless these repeat.
   */
  @Override
  boolean isLikely() {
    boolean isSeries = isOfMoments && rows < ROWS_PER_MOMENT * pairs.size();
    return (pairs.size() >= MANY_PAIRS && !isSeries)
        || rows >= NameCandidate.ROWS_PER_NAME * (long) pairs.size() + Scanned.FEWEST_ROWS;
  }

  private boolean add(double x, double y) {
    Double known = pairs.get(x);
    if (known != null) {
      return known == y;
    }
    Map.Entry<Double, Double> below = pairs.lowerEntry(x);
    Map.Entry<Double, Double> above = pairs.higherEntry(x);
    double rise = below == null ? sign : Math.signum(y - below.getValue());
    double further = above == null ? rise : Math.signum(above.getValue() - y);
    rise = below == null ? further : rise;
    if (pairs.size() < MOST_PAIRS || below == null || above == null) {
      pairs.put(x, y);
    }
    if (pairs.size() == 1) {
      return true;
    }
    sign = sign == 0 ? rise : sign;
    return rise == sign && further == sign && rise != 0;
  }

  @Override
  boolean appendCounted(Candidate later) {
    CurveCandidate curve = (CurveCandidate) later;
    rows += curve.rows;
    return curve.pairs.entrySet().stream().allMatch(pair -> add(pair.getKey(), pair.getValue()));
  }

  @Override
  Relation relation() {
    return Relation.Curve.through(
        of(), List.copyOf(pairs.keySet()), List.copyOf(pairs.values()), unit);
  }
}
