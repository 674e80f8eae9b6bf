package io.github.tfflows.tables.relation;

import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.relation.Regressions.Regression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A linear function of columns, such as their mean, rounded to the decimals of the column. */
final class RoundedSumCandidate extends Candidate {
  private static final long serialVersionUID = 1;

  /** The least error of rounded values, in half a unit of the last decimal. */
  private static final double LEAST_ERROR = 1e-3;

  /** The greatest error of most, by which half of the rows may be halfway between two numbers. */
  private static final double USUAL_ERROR = 0.75;

  /** The most sums of a column, which further rows tell apart. */
  private static final int MOST_SUMS = 8;

  private final Relation.RoundedSum sum;
  private final double half;

  private RoundedSumCandidate(List<Scanned> of, Scanned y, Relation.RoundedSum sum) {
    super(of, y);
    this.sum = sum;
    this.half = y.side().half();
  }

  /**
   * The functions in the first rows. No function has a term that is one itself. Of columns that
   * follow from each other, the one with the finest steps does: draws of the others determine it.
   *
   * @param columns those that may be terms
   * @param modelled those that may follow from them
   */
  static List<RoundedSumCandidate> candidates(
      List<Scanned> columns, List<Scanned> modelled, FirstRows first) {
    List<Scanned> terms = new ArrayList<>(columns.stream().filter(Scanned::isExact).toList());
    List<RoundedSumCandidate> found = new ArrayList<>();
    double error = USUAL_ERROR;
    boolean isOver = false;
    while (!isOver) { // fewer terms can show further sums
      int before = found.size();
      for (Scanned y : modelled) {
        List<RoundedSumCandidate> ofY = finest(terms, y, modelled, first, error);
        found.addAll(ofY);
        terms.removeIf(term -> term.equals(y) && !ofY.isEmpty());
      }
      isOver = found.size() == before && error == 1;
      error = found.size() == before ? 1 : error;
    }
    return found;
  }

  /** The functions of which no finer term follows from the column. */
  private static List<RoundedSumCandidate> finest(
      List<Scanned> terms, Scanned y, List<Scanned> modelled, FirstRows first, double error) {
    return ofTerms(terms, y, first, error).stream()
        .filter(
            function ->
                modelled.stream()
                    .filter(function::isFiner)
                    .noneMatch(term -> follows(term, y, terms, first, error)))
        .toList();
  }

  /** Whether a column is a term, and the steps of this term are finer. */
  private boolean isFiner(Scanned term) {
    int index = from.indexOf(term.place());
    return index >= 0 && Math.abs(sum.sum().slopes().get(index)) * term.step() < 2 * half;
  }

  private static boolean follows(
      Scanned column, Scanned source, List<Scanned> terms, FirstRows first, double error) {
    return ofTerms(terms, column, first, error).stream()
        .anyMatch(function -> function.from.contains(source.place()));
  }

  private static List<RoundedSumCandidate> ofTerms(
      List<Scanned> terms, Scanned y, FirstRows first, double error) {
    FirstRows rows = first.with(y.place());
    if (!terms.contains(y) || y.step() == 0 || !rows.haveManyNumbers(y.place())) {
      return List.of();
    }
    Map<Integer, Scanned> others =
        terms.stream()
            .filter(term -> term.place() != y.place() && term.gaps() <= y.gaps())
            .filter(term -> rows.isVarying(term.place()))
            .collect(Collectors.toMap(Scanned::place, term -> term));
    if (others.size() >= rows.mostRegressors()) {
      return List.of();
    }
    List<Integer> places = others.keySet().stream().sorted().toList();
    double half = y.side().half();
    return rows.regressions()
        .significant(y.place(), places, new NumberCoding.Range(LEAST_ERROR * half, error * half))
        .map(regression -> candidates(regression, others, y, rows))
        .orElse(List.of());
  }

  private static List<RoundedSumCandidate> candidates(
      Regression regression, Map<Integer, Scanned> terms, Scanned y, FirstRows first) {
    List<Scanned> of = regression.of().stream().map(terms::get).toList();
    int[] places = regression.of().stream().mapToInt(place -> place).toArray();
    List<String> names = of.stream().map(one -> one.column().name()).toList();
    return regression.shortSlopes().stream()
        .filter(slopes -> isBetweenSteps(slopes, of, y))
        .map(slopes -> new Relation.Linear(names, slopes, 0))
        .flatMap(sum -> first.shifted(sum, places, y.place(), y.side().half()).stream())
        .limit(MOST_SUMS)
        .map(sum -> new RoundedSumCandidate(of, y, new Relation.RoundedSum(sum)))
        .toList();
  }

  /** Whether a sum needs rounding. The rest of one on the steps of the column is chance. */
  private static boolean isBetweenSteps(List<Double> slopes, List<Scanned> of, Scanned y) {
    return IntStream.range(0, of.size())
        .mapToDouble(i -> slopes.get(i) * of.get(i).step() / y.step())
        .anyMatch(steps -> steps == 0 || Math.abs(steps - Math.rint(steps)) > Line.LIKE);
  }

  @Override
  boolean agree(List<Object> sources, Object cell) {
    List<Double> numbers = sources.stream().map(Double.class::cast).toList();
    return sum.agree(numbers, (Double) cell, half);
  }

  @Override
  Relation relation() {
    return sum;
  }
}
