package io.github.tfflows.tables.relation;

import static java.util.Objects.requireNonNull;

import io.github.tfflows.tables.column.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    Set<Integer> all = places(columns.stream().limit(given));
    return numbers.stream()
        .flatMap(y -> ofTwo(terms(numbers, y), all, y, first.with(y.place())).stream())
        .filter(sum -> !sum.isOf(columns.subList(0, given)))
        .toList();
  }

  /**
   * A number that is linear in dates or timestamps in the first rows, such as the count of days.
   */
  static List<Candidate> ofMoments(Scanned source, Scanned y, FirstRows first) {
    return y.isExact() && source.isMoment()
        ? first.with(y.place()).line(source.place(), y.place()).stream()
            .<Candidate>map(line -> new SumCandidate(List.of(source), y, line))
            .toList()
        : List.of();
  }

  /** The columns that are missing only where another one is. Those with fewer gaps come first. */
  private static List<Scanned> terms(Collection<Scanned> numbers, Scanned y) {
    return numbers.stream()
        .filter(term -> term.gaps() <= y.gaps())
        .sorted(Comparator.comparing(term -> term.gaps() == y.gaps()))
        .toList();
  }

  private static List<Candidate> ofTwo(
      List<Scanned> terms, Set<Integer> given, Scanned y, FirstRows rows) {
    List<Scanned> rests = terms.stream().filter(term -> mayBeRest(term, y, given)).toList();
    List<Candidate> sums = new ArrayList<>();
    for (int i = 0; i < terms.size() && terms.size() <= MOST_COLUMNS; i++) {
      Scanned x = terms.get(i);
      for (Scanned z : terms.subList(i + 1, terms.size())) {
        if (x.place() != y.place() && z.place() != y.place() && areAlike(x, z, y)) {
          rows.sum(x.place(), z.place(), y.place())
              .filter(sum -> suits(sum, x, z) && isOwn(sum, List.of(x, z), y))
              .filter(sum -> !sum.isRest() || isWidest(sum, List.of(x, z, y), rests, rows))
              .ifPresent(sum -> sums.add(new SumCandidate(List.of(x, z), y, sum)));
        }
      }
    }
    return sums;
  }

  /** Whether a column may be a constant less others: it is not given, and has all of their gaps. */
  private static boolean mayBeRest(Scanned term, Scanned y, Set<Integer> given) {
    return term.gaps() == y.gaps() && !given.contains(term.place());
  }

  /**
   * Whether a sum of two is solved for the column whose factor alone has its sign, unless that has
   * fewer gaps than others.
   */
  private static boolean isOwn(FirstRows.Sum sum, List<Scanned> of, Scanned y) {
    boolean isAbove = sum.slopes().get(0) > 0;
    return isAbove == sum.slopes().get(1) > 0 || of.get(isAbove ? 0 : 1).gaps() < y.gaps();
  }

  /** Whether the last of three columns of a sum is the widest of those that may be the rest. */
  private static boolean isWidest(
      FirstRows.Sum sum, List<Scanned> three, List<Scanned> rests, FirstRows rows) {
    List<Integer> places = three.stream().map(Scanned::place).toList();
    List<FirstRows.Term> terms =
        rests.stream()
            .map(Scanned::place)
            .filter(places::contains)
            .map(place -> new FirstRows.Term(place, sum.factor(places.indexOf(place))))
            .toList();
    return rows.widest(terms).filter(term -> term.column() == three.get(2).place()).isPresent();
  }

  /** The sums of three or more columns of numbers, not all of them given. */
  static List<Candidate> ofMany(List<Scanned> columns, int given, FirstRows first) {
    Map<Integer, Scanned> numbers = new LinkedHashMap<>();
    columns.stream().filter(Scanned::isExact).forEach(one -> numbers.put(one.place(), one));
    Set<Integer> all = places(columns.stream().limit(given));
    return numbers.values().stream()
        .flatMap(y -> ofMany(terms(numbers.values(), y), all, y, first.with(y.place())))
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

  private static Stream<FirstRows.ManySum> ofMany(
      List<Scanned> terms, Set<Integer> given, Scanned y, FirstRows rows) {
    Set<Integer> own = places(terms.stream().filter(term -> term.gaps() == y.gaps()));
    Set<Integer> rests = places(terms.stream().filter(term -> mayBeRest(term, y, given)));
    IntStream places = terms.stream().mapToInt(Scanned::place);
    return rows.sums(places, own::contains, rests::contains).stream();
  }

  private static Set<Integer> places(Stream<Scanned> columns) {
    return columns.map(Scanned::place).collect(Collectors.toSet());
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
    double[] of = sources.stream().mapToDouble(Candidate::number).toArray();
    return sum.contains(of, number(cell));
  }

  @Override
  Relation relation() {
    return new Relation.Linear(sources, sum.slopes(), sum.intercept());
  }
}
