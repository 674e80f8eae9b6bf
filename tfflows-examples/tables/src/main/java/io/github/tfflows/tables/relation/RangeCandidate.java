package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import java.util.List;

/** A value for each range of numbers, dates or times, such as a grade for each range of scores. */
final class RangeCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The rows between checks whether values have an order at all. */
  private static final int ROWS_TO_CHECK = 64;

  /** The evidence in nats that rules out chance among all pairs of columns. */
  private static final double ENOUGH = 20;

  /** Fewer different numbers may have many ranges among them. */
  private static final int FEW_NUMBERS = 32;

  /** The least number of rows of a range between others. With fewer, a tendency may have ranges. */
  private static final int FEWEST_WITHIN = 5;

  /** Numbers within this multiple of the spacing are neighbours. */
  private static final double NEAR = 1.5;

  /** The numbers on each side of a bound whose distances are compared with its own. */
  private static final int NEIGHBOURS = 10;

  /** The greatest distance of the numbers at a bound, as a multiple of the usual distance. */
  private static final double WIDEST = 8;

  /** The most numbers that a candidate may store, and all candidates together. */
  private static final int MOST_NUMBERS = 4_096;

  private static final int NUMBERS_OF_ALL = 2_000_000;

  /** The numbers that each candidate may store, even among many candidates. */
  private static final int FEWEST_NUMBERS = 64;

  private final double spacing;
  private final boolean isOfMasses;
  private final ValuesByNumber values = new ValuesByNumber();

  private RangeCandidate(Scanned source, Scanned other) {
    super(source, other);
    this.spacing = DerivedColumn.spacing(source.column());
    this.isOfMasses = source.isOfMasses();
  }

  static List<RangeCandidate> candidates(Scanned source, Scanned other, FirstRows first) {
    boolean isPossible =
        !source.column().kind().isNamed()
            && areFew(first.cells(source), first.cells(other), source)
            && other.hasFewValues()
            && !(source.isNumber() && source.scan().numbers().areTwo());
    return isPossible ? List.of(new RangeCandidate(source, other)) : List.of();
  }

  /** Whether the first rows, which may be all rows, have no more ranges than a candidate may. */
  private static boolean areFew(FirstCells cells, FirstCells others, Scanned source) {
    int rows = cells.rows();
    boolean areAll = rows == source.scan().count() + source.gaps();
    int most = Math.max(mostRanges(rows), mostRanges(Math.min(rows, FEW_NUMBERS - 1)));
    return cells.determine(others, areAll ? most : ValuesByNumber.MOST_RANGES);
  }

  private static int mostRanges(int numbers) {
    return numbers < FEW_NUMBERS ? (numbers + 1) / 2 : numbers / 4;
  }

  /** Limits the numbers that candidates store: the more candidates, the fewer for each. */
  static List<RangeCandidate> limited(List<RangeCandidate> all) {
    int most = Math.min(MOST_NUMBERS, NUMBERS_OF_ALL / Math.max(1, all.size()));
    all.forEach(one -> one.values.limit(Math.max(FEWEST_NUMBERS, most)));
    return all;
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    boolean hasOne = values.add(number(sources.get(0)), text(cell));
    boolean isChecked = values.rows() % ROWS_TO_CHECK == 0;
    return hasOne && !(isChecked && values.evidence() < -ENOUGH);
  }

  @Override
  boolean appendCounted(Candidate later) {
    return values.append(((RangeCandidate) later).values);
  }

  @Override
  boolean isLikely() {
    List<ValuesByNumber.Range> ranges = values.ranges();
    int size = values.size();
    return ranges.size() > 1
        && ranges.size() <= mostRanges(size)
        && !values.areRowNumbers()
        && values.evidence() >= ENOUGH
        && (isOfMasses || values.evidenceOfNumbers() > 0 || areAdjacent(ranges))
        && ranges.subList(1, ranges.size() - 1).stream()
            .allMatch(one -> one.rows() >= FEWEST_WITHIN)
        && areDense(ranges);
  }

  /**
   * Returns whether no number is between two ranges. Then each number has its value, even if the
   * rows of a number belong to one thing and ranges of things are chance.
   */
  private boolean areAdjacent(List<ValuesByNumber.Range> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (ranges.get(i).first() - ranges.get(i - 1).last() > NEAR * spacing) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether numbers are as dense at each bound as beside it. Groups of rows that do not
   * overlap have gaps between them, and are not ranges.
   */
  private boolean areDense(List<ValuesByNumber.Range> ranges) {
    for (int i = 1; i < ranges.size(); i++) {
      if (!isDense(ranges.get(i - 1), ranges.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isDense(ValuesByNumber.Range below, ValuesByNumber.Range above) {
    double bound = above.first() - below.last();
    int before = Math.min(NEIGHBOURS, below.numbers().size() - 1);
    int after = Math.min(NEIGHBOURS, above.numbers().size() - 1);
    double beside =
        below.last()
            - below.numbers().get(below.numbers().size() - 1 - before)
            + above.numbers().get(after)
            - above.first();
    return bound <= NEAR * spacing
        || bound * (before + after) <= WIDEST * beside
        || before == 0 // one number alone, such as zero
        || after == 0;
  }

  @Override
  Relation relation() {
    List<ValuesByNumber.Range> ranges = values.ranges();
    return new Relation.Ranges(
        of(),
        ranges.stream().map(ValuesByNumber.Range::first).toList(),
        ranges.stream().map(ValuesByNumber.Range::last).toList(),
        ranges.stream().map(ValuesByNumber.Range::value).toList());
  }
}
