package io.github.tfflows.tables.relation;

import static java.util.Objects.requireNonNull;

import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * The sums of two columns in the first rows; at least one of the columns is not among the first
   * {@code given} ones.
   */
  static List<Candidate> candidates(List<Scanned> columns, int given, FirstRows first) {
    List<Scanned> numbers = columns.stream().filter(Scanned::isSummed).toList();
    return numbers.stream()
        .flatMap(y -> ofTwo(terms(numbers, y), y, first.with(y.place())).stream())
        .filter(sum -> !sum.isOf(columns.subList(0, given)))
        .toList();
  }

  /** The columns that are missing only where another one is. Those with fewer gaps come first. */
  private static List<Scanned> terms(Collection<Scanned> numbers, Scanned y) {
    return numbers.stream()
        .filter(term -> term.gaps() <= y.gaps())
        .sorted(Comparator.comparing(term -> term.gaps() == y.gaps()))
        .toList();
  }

  private static List<Candidate> ofTwo(List<Scanned> terms, Scanned y, FirstRows rows) {
    List<Candidate> sums = new ArrayList<>();
    for (int i = 0; i < terms.size() && terms.size() <= MOST_COLUMNS; i++) {
      Scanned x = terms.get(i);
      for (Scanned z : terms.subList(i + 1, terms.size())) {
        if (x.place() != y.place() && z.place() != y.place() && areAlike(x, z, y)) {
          rows.sum(x.place(), z.place(), y.place())
              .filter(sum -> suits(sum, x, z) && isOwn(sum, x, z, y, terms))
              .ifPresent(sum -> sums.add(new SumCandidate(List.of(x, z), y, sum)));
        }
      }
    }
    return sums;
  }

  /**
   * Whether a sum of two is solved for the column whose factor alone has its sign, or else for the
   * last one, unless that has fewer gaps than others.
   */
  private static boolean isOwn(
      FirstRows.Sum sum, Scanned x, Scanned z, Scanned y, List<Scanned> terms) {
    boolean isAbove = sum.slopes().get(0) > 0;
    if (isAbove != sum.slopes().get(1) > 0) {
      return (isAbove ? x : z).gaps() < y.gaps();
    }
    return isAbove || terms.indexOf(y) > terms.indexOf(z);
  }

  /** The sums of three or more columns of numbers, not all of them given. */
  static List<Candidate> ofMany(List<Scanned> columns, int given, FirstRows first) {
    Map<Integer, Scanned> numbers = new LinkedHashMap<>();
    columns.stream().filter(Scanned::isExact).forEach(one -> numbers.put(one.place(), one));
    return numbers.values().stream()
        .flatMap(y -> ofMany(terms(numbers.values(), y), y, first.with(y.place())))
        .distinct()
        .<Candidate>map(
            many ->
                new SumCandidate(
                    many.of().stream().map(numbers::get).toList(),
                    requireNonNull(numbers.get(many.y())),
                    many.sum()))
        .filter(sum -> !sum.isOf(columns.subList(0, given)))
        .toList();
  }

  private static Stream<FirstRows.ManySum> ofMany(List<Scanned> terms, Scanned y, FirstRows rows) {
    Set<Integer> own =
        terms.stream()
            .filter(term -> term.gaps() == y.gaps())
            .map(Scanned::place)
            .collect(Collectors.toSet());
    return rows.sums(terms.stream().mapToInt(Scanned::place), own::contains).stream();
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
