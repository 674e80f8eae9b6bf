package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The probability of rows with categories, numbers and missing values:
 *
 * <pre>{@code
 * log p(row) = Σ log P(bit | bits before)               whether the values of a column are there
 *            + Σ log P(category | bits, categories before)
 *            + Σ log P(mass | bits, categories, masses before)   which value of mass, or none
 *            + log p(other numbers | bits, categories, masses)
 * }</pre>
 *
 * <p>in nats, over the cells of the row that are <em>modelled</em>. Under {@link Conditioning#ANY}
 * each cell can be <em>given</em> instead, so that the rest is conditional on it, or
 * <em>absent</em>, and left out. A softmax over the outputs of a network yields the probabilities
 * of each bit and category, and a flow the density of the numbers, with those before as its
 * context. A row with all cells present and modelled has a density by its numbers and a probability
 * by its categories and masses. Where masses have a width ({@link PointMasses}), the flow's own
 * probability of that width is not counted, so that the sum is slightly below one.
 *
 * <p>An event is a vector: a bit for each column that can have missing values, one if the value is
 * there, and then the columns. Any finite number of the column may stand for a missing value. The
 * context under {@code ANY} holds a {@link State} for each column, and then the values given; under
 * {@code NONE} there may be a context of any meaning.
 *
 * @param cells the columns
 * @param optional the columns that can have missing values, by their places in ascending order
 * @param numbers a flow on the columns that are numbers, in the scale of {@link Cell.Numeric};
 *     empty if there are none. With missing values or point masses, or under {@code ANY}, it must
 *     allow absent entries.
 * @param network yields the logits of bits and categories
 * @param conditioning the cells that may be given
 */
public record TableDensity(
    List<Cell> cells,
    List<Integer> optional,
    Optional<TransformedDistribution> numbers,
    Conditioner network,
    Conditioning conditioning)
    implements Distribution {
  /** The cells of a row that may be given or absent. */
  public enum Conditioning {
    /** None: all are modelled. */
    NONE,

    /** Any cell; each row has its own choice. */
    ANY
  }

  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if there are none, or the flow does not have their numbers
   */
  public TableDensity {
    cells = List.copyOf(cells);
    optional = List.copyOf(optional);
    int size = cells.size();
    long wanted = cells.stream().filter(Cell.Numeric.class::isInstance).count();
    long given = numbers.map(flow -> flow.eventShape().get(0)).orElse(0L);
    if (size == 0 || wanted != given) {
      throw new IllegalArgumentException(
          "expected at least one column, and a flow on %s numbers, got %s columns and a flow on %s"
              .formatted(wanted, size, given));
    }
    RowLayout unused = new RowLayout(size, optional);
  }

  /** Returns the places of the columns. */
  public RowLayout layout() {
    return new RowLayout(cells.size(), optional);
  }

  /** Returns the number of columns of the context. */
  public int contextSize() {
    return conditioning == Conditioning.ANY ? 2 * cells.size() : 0;
  }

  @Override
  public Shape eventShape() {
    return Shape.of(layout().eventSize());
  }

  @Override
  public boolean isContinuous() {
    return conditioning == Conditioning.NONE
        && optional.isEmpty()
        && !hasMasses(masses -> true)
        && cells.stream().allMatch(Cell.Numeric.class::isInstance);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr zero = x.slice(1, 0, 1).zeros();
    return new RowGraph(this, scope, zero).logProb(x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr zero = noise.uniform(scope, Shape.of(1)).zeros();
    Sample drawn = new RowGraph(this, scope, zero).sample(noise);
    return hasWideMasses()
        ? new Sample(drawn.value(), new RowGraph(this, scope, zero).logProb(drawn.value()))
        : drawn;
  }

  /** Whether a draw of the flow can count as a mass. */
  private boolean hasWideMasses() {
    return hasMasses(masses -> masses.step() > 0);
  }

  /** The columns that are numbers. */
  int[] numberColumns() {
    return IntStream.range(0, cells.size())
        .filter(column -> cells.get(column) instanceof Cell.Numeric)
        .toArray();
  }

  private boolean hasMasses(Predicate<PointMasses> such) {
    return cells.stream()
        .filter(Cell.Numeric.class::isInstance)
        .map(cell -> ((Cell.Numeric) cell).masses())
        .anyMatch(masses -> !masses.isEmpty() && such.test(masses));
  }

  /** Whether a row can have numbers that are missing, given or absent, or point masses. */
  boolean hasAbsentNumbers() {
    return conditioning == Conditioning.ANY
        || hasMasses(masses -> true)
        || optional.stream().anyMatch(column -> cells.get(column) instanceof Cell.Numeric);
  }

  /** The flow in the units of the columns. */
  TransformedDistribution numbersInUnits() {
    List<Blockwise.Part> maps =
        cells.stream()
            .filter(Cell.Numeric.class::isInstance)
            .map(cell -> new Blockwise.Part(1, ((Cell.Numeric) cell).map()))
            .toList();
    return numbers.orElseThrow().then(new Blockwise(maps));
  }
}
