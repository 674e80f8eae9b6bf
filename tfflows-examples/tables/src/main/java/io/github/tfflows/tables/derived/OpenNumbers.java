package io.github.tfflows.tables.derived;

import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.derived.LinkedColumns.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * The missing numbers of a row that lead to known ones: the terms of a sum, the factors of a
 * product, or a bound and the distance from it.
 *
 * @param known the cells of the row, and those that they determine
 * @param places the places of the missing columns that lead to known numbers
 */
record OpenNumbers(DerivedCells all, List<Object> known, Set<Integer> places) {
  /**
   * Cells that lead to the known ones.
   *
   * @param free the places of the cells that were drawn; others follow from them
   * @param logWidth the logarithm of the number of cells that could follow, or of the width of
   *     their range, up to a constant of the row
   * @param widths the width of the range of each cell that leads to the known one, by its place
   * @param isPossible whether the columns can have the cells
   */
  record Solution(
      List<Object> cells,
      Set<Integer> free,
      double logWidth,
      Map<Integer, Double> widths,
      boolean isPossible) {}

  /** A relation of which some numbers are missing: a sum, or else the link of a rounded number. */
  private record Equation(Set<Integer> missing, Optional<Sums.Sum> sum, Optional<Link> rounded) {
    /** The width of the range of a number that leads to the known one, given all others. */
    double width(LinkedColumns all, int place, List<Object> cells) {
      return sum.map(one -> one.step(all) / Math.abs(one.factor(place)))
          .orElseGet(() -> rounded.orElseThrow().width(place, cells));
    }
  }

  /** Returns the open numbers of a row. */
  static OpenNumbers of(DerivedCells all, List<String> texts) {
    List<Object> known = all.determinedBy(texts);
    return new OpenNumbers(all, known, all.leading(known));
  }

  /** The next equation of which only places of these are missing, and at most one that follows. */
  private Optional<Equation> next(List<Object> cells) {
    Optional<Sums.Sum> sum = Sums.of(all.linked(), cells).open();
    return sum.isPresent()
        ? sum.map(one -> new Equation(one.factors().keySet(), sum, Optional.empty()))
            .filter(one -> following(one.missing).isEmpty() && isOpen(one.missing, cells))
        : all.linked().links().stream()
            .filter(link -> link.isRounded() && !link.isKnown(cells))
            .filter(link -> !DerivedColumn.isMissing(cells.get(link.own())))
            .map(link -> new Equation(missing(link, cells), sum, Optional.of(link)))
            .filter(one -> following(one.missing).size() <= 1 && isOpen(one.missing, cells))
            .findFirst();
  }

  private static Set<Integer> missing(Link link, List<Object> cells) {
    Set<Integer> missing = new TreeSet<>(link.places());
    missing.removeIf(place -> !DerivedColumn.isMissing(cells.get(place)));
    return missing;
  }

  private boolean isOpen(Set<Integer> missing, List<Object> cells) {
    return missing.stream().allMatch(place -> places.containsAll(all.missing(place, cells)));
  }

  private List<Integer> following(Set<Integer> places) {
    return places.stream().filter(place -> place >= all.columns().size()).toList();
  }

  /**
   * Solves the equations of the row.
   *
   * @param drawn draws of the {@link #places} among all cells; others do not count
   * @param order the places, those first that rather follow from others than lead to them
   * @param uniform numbers from zero to one, which choose among several cells that could follow
   */
  Solution solved(List<Object> drawn, List<Integer> order, DoubleSupplier uniform) {
    Solution solved = new Solution(known, new TreeSet<>(), 0, new HashMap<>(), true);
    Optional<Equation> next = next(known);
    while (next.isPresent() && solved.isPossible) {
      solved = solved(next.get(), solved, drawn, order, uniform.getAsDouble());
      next = next(solved.cells);
    }
    return solved.isPossible && areIn(solved.cells)
        ? solved
        : new Solution(solved.cells, solved.free, Double.NEGATIVE_INFINITY, solved.widths, false);
  }

  private Solution solved(
      Equation equation, Solution before, List<Object> drawn, List<Integer> order, double u) {
    List<Integer> derived = following(equation.missing);
    int place =
        derived.isEmpty()
            ? order.stream().filter(equation.missing::contains).findFirst().orElseThrow()
            : derived.get(0);
    List<Object> cells = new ArrayList<>(before.cells);
    equation.missing.forEach(at -> cells.set(at, drawn.get(at)));
    if (derived.isEmpty()) {
      equation.missing.forEach(
          at -> before.widths.putIfAbsent(at, equation.width(all.linked(), at, cells)));
    }
    before.free.addAll(equation.missing);
    before.free.remove(place);
    double width = equation.width(all.linked(), place, cells);
    Optional<Object> cell =
        equation.sum.isPresent()
            ? equation.sum.map(sum -> sum.solved(all.linked(), place, cells))
            : all.agreeing(place, cells, u);
    cells.set(place, cell.orElseGet(all.linked().column(place)::missing));
    double spacing = DerivedColumn.spacing(all.linked().column(place));
    double logWidth = equation.sum.isPresent() ? 0 : Math.log(Math.max(spacing, width));
    return new Solution(
        all.determined(cells),
        before.free,
        before.logWidth + logWidth,
        before.widths,
        !DerivedColumn.isMissing(cells.get(place)) && Double.isFinite(logWidth));
  }

  /** Whether cells obey the relations, and suit their columns. */
  private boolean areIn(List<Object> cells) {
    return IntStream.range(0, cells.size())
            .filter(place -> DerivedColumn.isMissing(known.get(place)))
            .allMatch(place -> suits(all.linked().column(place), cells.get(place)))
        && all.linked().links().stream()
            .allMatch(link -> !link.isKnown(cells) || link.agrees(cells));
  }

  private static boolean suits(TableColumn column, Object cell) {
    return column.suits(cell) && column.hasSignOfData(cell);
  }
}
