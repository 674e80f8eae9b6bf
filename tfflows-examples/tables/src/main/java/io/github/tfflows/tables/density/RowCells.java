package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PointMasses;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The cells of a row.
 *
 * @param cells the columns
 * @param optional the columns that can have missing values, by their places in ascending order
 * @param conditioning the cells that may be given
 */
record RowCells(List<Cell> cells, List<Integer> optional, Conditioning conditioning) {
  RowCells {
    cells = List.copyOf(cells);
    optional = List.copyOf(optional);
  }

  /** Returns the number of a cell, if it has one. */
  static Optional<NumberCell> number(Cell cell) {
    return cell instanceof NumberCell.Special special
        ? Optional.of(special.number())
        : Optional.of(cell).filter(NumberCell.class::isInstance).map(NumberCell.class::cast);
  }

  /** Returns whether some values of a number, point masses or ties, have probabilities. */
  static boolean hasOutcomes(Cell cell) {
    return cell instanceof NumberCell.Tied
        || number(cell).filter(number -> !number.masses().isEmpty()).isPresent();
  }

  RowLayout layout() {
    return new RowLayout(cells.size(), optional);
  }

  /** The places of the columns that are numbers. */
  int[] numberColumns() {
    return IntStream.range(0, cells.size())
        .filter(column -> number(cells.get(column)).isPresent())
        .toArray();
  }

  /** The number of a column of numbers. */
  NumberCell number(int column) {
    return number(cells.get(column)).orElseThrow();
  }

  /** Whether a number has point masses of a kind, or ties. */
  boolean hasMasses(Predicate<PointMasses> such) {
    return cells.stream()
        .filter(RowCells::hasOutcomes)
        .flatMap(cell -> number(cell).stream())
        .anyMatch(number -> such.test(number.masses()));
  }

  /** Whether a row can have numbers that are missing, given or absent, or point masses. */
  boolean hasAbsentNumbers() {
    return conditioning == Conditioning.ANY
        || hasMasses(masses -> true)
        || optional.stream().anyMatch(column -> number(cells.get(column)).isPresent());
  }

  /** The map of numbers from the scale of the flow to the units of their columns. */
  Blockwise units() {
    return units(map -> map);
  }

  /** The same, without the maps onto circles, whose numbers have no quantiles. */
  Blockwise orderedUnits() {
    Bijector same = new Permutation(List.of(0));
    return units(map -> map.monotonicity(Shape.of(1)) == Monotonicity.NONE ? same : map);
  }

  private Blockwise units(UnaryOperator<Bijector> change) {
    return new Blockwise(
        IntStream.of(numberColumns())
            .mapToObj(column -> new Blockwise.Part(1, change.apply(number(column).map())))
            .toList());
  }
}
