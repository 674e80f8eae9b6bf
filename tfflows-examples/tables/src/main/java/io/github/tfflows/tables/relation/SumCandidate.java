package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import java.util.ArrayList;
import java.util.List;

/** The sum of columns, each with a factor, and a constant. */
final class SumCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The most columns among which the scan looks for sums. */
  private static final int MOST_COLUMNS = 200;

  private final FirstRows.Sum sum;

  private SumCandidate(List<Scanned> of, Scanned y, FirstRows.Sum sum) {
    super(of, y);
    this.sum = sum;
  }

  /**
   * The sums in the first rows, with positive factors, or else of columns before; at least one of
   * the columns is not among the first {@code given} ones.
   */
  static List<Candidate> candidates(List<Scanned> columns, int given, FirstRows first) {
    List<Scanned> numbers = columns.stream().filter(Scanned::isSummed).toList();
    int known = (int) columns.stream().limit(given).filter(Scanned::isSummed).count();
    List<Candidate> sums = new ArrayList<>();
    for (int k = 0; k < numbers.size() && numbers.size() <= MOST_COLUMNS; k++) {
      Scanned y = numbers.get(k);
      for (int i = 0; i < numbers.size(); i++) {
        Scanned x = numbers.get(i);
        for (int j = Math.max(i + 1, k < known ? known : 0); j < numbers.size(); j++) {
          Scanned z = numbers.get(j);
          boolean isLast = k > j;
          if (i != k && j != k && areAlike(x, z, y)) {
            first
                .sum(x.place(), z.place(), y.place())
                .filter(sum -> sum.slopes().get(0) > 0 ? suits(sum, x, z) : isLast && !y.isMoment())
                .ifPresent(sum -> sums.add(new SumCandidate(List.of(x, z), y, sum)));
          }
        }
      }
    }
    return sums;
  }

  /** The sums of three or more columns of numbers, not all of them given. */
  static List<Candidate> ofMany(List<Scanned> columns, int given, FirstRows first) {
    List<Scanned> numbers = columns.stream().filter(Scanned::isFactor).toList();
    int known = (int) columns.stream().limit(given).filter(Scanned::isFactor).count();
    return first.sums(numbers.stream().mapToInt(Scanned::place).toArray()).stream()
        .filter(many -> many.y() >= known || many.of().stream().anyMatch(one -> one >= known))
        .<Candidate>map(
            many ->
                new SumCandidate(
                    many.of().stream().map(numbers::get).toList(),
                    numbers.get(many.y()),
                    many.sum()))
        .toList();
  }

  /** Whether all are numbers, or two are moments of one form: the sum and one of the others. */
  private static boolean areAlike(Scanned x, Scanned z, Scanned y) {
    if (!y.isMoment()) {
      return !x.isMoment() && !z.isMoment();
    }
    Scanned source = x.isMoment() ? x : z;
    return x.isMoment() != z.isMoment()
        && source.scan().moments().form() == y.scan().moments().form();
  }

  /** Whether a moment has the factor one. */
  private static boolean suits(FirstRows.Sum sum, Scanned x, Scanned z) {
    return (!x.isMoment() || sum.slopes().get(0) == 1)
        && (!z.isMoment() || sum.slopes().get(1) == 1);
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    double[] of = sources.stream().mapToDouble(SumCandidate::number).toArray();
    return sum.contains(of, number(cell));
  }

  private static double number(Object cell) {
    return cell instanceof Double number ? number : Moment.number((String) cell);
  }

  @Override
  Relation relation() {
    return new Relation.Linear(sources, sum.slopes(), sum.intercept());
  }
}
