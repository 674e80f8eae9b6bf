package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.PointMasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The probability of rows with categories, numbers and missing values:
 *
 * <pre>{@code
 * log p(row) = Σ log P(bit | bits before)               whether the values of a column are there
 *            + Σ log P(category | bits, categories before)
 *            + Σ log P(phase | bits, categories, phases before)   such as the hour of a timestamp
 *            + Σ log P(level | bits, categories, phases, levels before)   such as the day
 *            + Σ log P(mass | bits, categories, phases, levels, masses before)   which one, or none
 *            + log p(other numbers, without their phases | bits, categories, phases, masses)
 * }</pre>
 *
 * <p>in nats. The point masses of a number with phases come before its phase, since only its other
 * values have a phase. The sum is over the cells of the row that are <em>modelled</em>. Under
 * {@link Conditioning#ANY} a cell can be <em>given</em> instead, so that the rest is conditional on
 * it, or <em>absent</em>, and left out. A softmax over the outputs of a network yields the
 * probabilities of each bit and category. A flow yields the density of the numbers, with all bits,
 * categories and other outcomes as its context. If a number can equal another one ({@link
 * NumberCell.Tied}), equality is an outcome beside its masses. Where masses or ties have a width,
 * the flow's own probability of that width is not counted, so that the total probability is
 * slightly below one.
 *
 * <p>An event is a vector: a bit for each column that can have missing values, which is one if the
 * value is present, and then the columns. Any finite number of the column may stand for a missing
 * value. The context under {@code ANY} holds a {@link State} for each column, and then the given
 * values. Under {@code NONE} a context may have any meaning.
 *
 * @param cells the columns
 * @param optional the columns that can have missing values, by their places in ascending order
 * @param numbers a flow on the columns that are numbers, in the scale of {@link NumberCell}; empty
 *     if there are none. With missing values or point masses, or under {@code ANY}, it must allow
 *     absent entries; under {@code ANY}, each of its maps then increases an entry that is present
 *     alone.
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
  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if there are none, or the flow does not have their numbers
   */
  public TableDensity {
    cells = List.copyOf(cells);
    optional = List.copyOf(optional);
    int size = cells.size();
    long wanted = cells.stream().filter(cell -> RowCells.number(cell).isPresent()).count();
    long given = numbers.map(flow -> flow.eventShape().get(0)).orElse(0L);
    if (size == 0 || wanted != given) {
      throw new IllegalArgumentException(
          "expected at least one column, and a flow on %s numbers, got %s columns and a flow on %s"
              .formatted(wanted, size, given));
    }
    RowLayout unused = new RowLayout(size, optional);
    requireTies(cells, optional, conditioning);
  }

  /**
   * Requires that a tied number, and the numbers before it that it may equal, are never missing or
   * given.
   */
  private static void requireTies(
      List<Cell> cells, List<Integer> optional, Conditioning conditioning) {
    for (int column = 0; column < cells.size(); column++) {
      if (cells.get(column) instanceof NumberCell.Tied tied) {
        int place = column;
        boolean isBefore =
            tied.others().stream()
                .allMatch(
                    other ->
                        other >= 0
                            && other < place
                            && !optional.contains(other)
                            && RowCells.number(cells.get(other)).isPresent());
        if (!isBefore || optional.contains(column) || conditioning == Conditioning.ANY) {
          throw new IllegalArgumentException(
              "expected ties with numbers before column %s that are always there, got %s"
                  .formatted(column, tied.others()));
        }
      }
    }
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
    return Shape.of(layout().size());
  }

  /**
   * Returns weights under which the probabilities of a category have another temperature.
   *
   * @param column the place of the category
   * @param temperature the number by which its logits are divided
   * @throws IllegalArgumentException if the density has no network with a last layer for the column
   */
  public static Weights tempered(Weights weights, int column, double temperature) {
    Map<String, Weights.Array> changed = new HashMap<>();
    for (String part : List.of("kernel", "bias")) {
      String name = "%s%s.output.%s".formatted(RowGraph.COLUMN, column, part);
      Weights.Array array = weights.get(name);
      double[] divided =
          DoubleStream.of(array.values()).map(value -> value / temperature).toArray();
      changed.put(name, new Weights.Array(array.shape(), divided));
    }
    return weights.with(changed);
  }

  /** Returns false: densities are in units of the data, and some cells have probabilities. */
  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return graph(scope, x.slice(1, 0, 1).zeros()).logProb(x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr zero = noise.uniform(scope, Shape.of(1)).zeros();
    Sample drawn = graph(scope, zero).sample(noise);
    return row().hasMasses(masses -> masses.step() > 0)
        ? new Sample(drawn.value(), graph(scope, zero).logProb(drawn.value()))
        : drawn;
  }

  /**
   * Returns the distribution functions of a table of one number; if the value can be missing, they
   * are conditional on its presence. Other tables have none.
   */
  @Override
  public Optional<Marginals> marginals() {
    boolean isNumber =
        cells.get(0) instanceof NumberCell number && number.phases().isEmpty() && cells.size() == 1;
    return isNumber && conditioning == Conditioning.NONE
        ? numbersInUnits().marginals().map(this::marginals)
        : Optional.empty();
  }

  /**
   * Returns the categories of the only column, or under {@link Conditioning#ANY} the categories of
   * the only modelled cell of a row. Categories that this cell lacks have a log-probability of
   * minus infinity. Under {@code ANY} a number has categories, too: no point mass, and each point
   * mass. If the value can be missing, each probability is joint with the presence of the value.
   */
  @Override
  public Optional<Categories> categories() {
    boolean isAny = conditioning == Conditioning.ANY;
    int most = cells.stream().mapToInt(cell -> categories(cell, isAny)).max().orElseThrow();
    return (cells.size() == 1 || isAny) && most > 0
        ? Optional.of(new Categories(most, scope -> categories(scope, most)))
        : Optional.empty();
  }

  private Expr categories(GraphScope scope, int most) {
    Expr zero = scope.constant(Shape.of(1, 1), 0);
    Expr present = rowOf(scope, zero).categoriesOfModelled(most);
    return optional.isEmpty() ? present : present.plus(rowOf(scope, zero).presenceOfModelled());
  }

  private static int categories(Cell cell, boolean isAny) {
    if (cell instanceof CategoryCell category) {
      return category.size();
    }
    Optional<PointMasses> masses = RowCells.number(cell).map(NumberCell::masses);
    return masses
        .filter(all -> isAny && !all.isEmpty())
        .map(all -> all.outcomes().size())
        .orElse(0);
  }

  /**
   * Returns the distribution functions of the only modelled cell of a row, under {@link
   * Conditioning#ANY}: a number, given its presence.
   */
  @Override
  public Optional<Conditional> conditional() {
    return conditioning == Conditioning.ANY && numbers.isPresent()
        ? numbers
            .orElseThrow()
            .then(row().orderedUnits())
            .marginalsOfLoneEntry()
            .map(each -> new Conditional(this::modelledNumber, ofModelledNumber(each)))
        : Optional.empty();
  }

  private Marginals ofModelledNumber(Marginals ofFlow) {
    Marginals other = ofFlow.in((scope, x) -> placeOfFlow(scope, x.zeros()));
    Marginals there = optional.isEmpty() ? other : other.withPresence(this::presenceOfModelled);
    return row().hasMasses(masses -> true) ? there.withMasses(this::massesOfModelled) : there;
  }

  /** The modelled number of events. */
  private Expr modelledNumber(GraphScope scope, Expr events) {
    int[] places = IntStream.of(row().numberColumns()).map(layout()::value).toArray();
    GraphScope place = placeOfFlow(scope, events.slice(1, 0, 1).zeros());
    return place.presentOnly(events.gather(1, places)).sumLast().reshape(-1, 1);
  }

  private Expr presenceOfModelled(GraphScope scope, Expr x) {
    return scope.ofContext("presence", at -> rowOf(at, x.zeros()).presenceOfModelled().exp());
  }

  /** Builds the masses of the modelled number of each row. */
  private Marginals.Masses massesOfModelled(GraphScope scope, Expr x) {
    Expr isModelled = placeOfFlow(scope, x.zeros()).presence().orElseThrow();
    List<PointMasses> all =
        IntStream.of(row().numberColumns())
            .mapToObj(column -> row().number(column).masses())
            .toList();
    int most = all.stream().mapToInt(masses -> masses.values().size()).max().orElseThrow();
    Expr areThere = ofEach(isModelled, all, most, (masses, value) -> 1);
    Expr probabilities =
        scope.ofContext("masses", at -> rowOf(at, x.zeros()).massesOfModelled(1 + most).exp());
    return new Marginals.Masses(
        ofEach(isModelled, all, most, (masses, value) -> value).expand(1),
        ofEach(isModelled, all, most, (masses, value) -> masses.step()).expand(1),
        probabilities.slice(1, 1, most).times(areThere).expand(1),
        probabilities.slice(1, 0, 1));
  }

  /** Builds a number for each mass of the modelled number, {@code [n, most]}; zero for others. */
  private static Expr ofEach(
      Expr isModelled,
      List<PointMasses> all,
      int most,
      ToDoubleBiFunction<PointMasses, Double> number) {
    double[] table = new double[all.size() * most];
    for (int row = 0; row < all.size(); row++) {
      List<Double> values = all.get(row).values();
      for (int i = 0; i < values.size(); i++) {
        table[row * most + i] = number.applyAsDouble(all.get(row), values.get(i));
      }
    }
    return isModelled.matMul(isModelled.scope().constant(Shape.of(all.size(), most), table));
  }

  /**
   * Returns the log-probability of each cell of a row, given the other cells that are given in the
   * context, under {@link Conditioning#ANY}.
   */
  @Override
  public Optional<FullConditionals> fullConditionals() {
    return conditioning == Conditioning.ANY
        ? Optional.of(new FullConditionals(cells.size(), this::eachGivenOthers))
        : Optional.empty();
  }

  /** Builds the cells one by one, and the flow of all numbers at once. */
  private Expr eachGivenOthers(GraphScope scope, Expr x) {
    Expr zero = x.slice(1, 0, 1).zeros();
    Roles roles = new Roles(cells, optional, scope.context(), zero);
    List<RowGraph> each =
        IntStream.range(0, cells.size())
            .mapToObj(column -> graph(scope, roles.modelling(column)))
            .toList();
    List<Expr> logProbs =
        each.stream().map(row -> row.ofOutcomes(x)).map(term -> term.reshape(-1, 1)).toList();
    Expr ofOutcomes = scope.concat(1, logProbs);
    return numbers.isEmpty() ? ofOutcomes : ofOutcomes.plus(ofEachNumber(scope, x, each));
  }

  /**
   * Builds the log-density of each number, present alone, {@code [n, columns]}; zero for other
   * columns.
   */
  private Expr ofEachNumber(GraphScope scope, Expr x, List<RowGraph> each) {
    int[] columns = row().numberColumns();
    List<Expr> contexts =
        IntStream.of(columns)
            .mapToObj(column -> each.get(column).placeOfFlow().context().orElseThrow())
            .toList();
    GraphScope all =
        scope
            .sub(RowGraph.NUMBERS)
            .withContext(scope.concat(0, contexts))
            .withLonePresence(this::presenceOfNumbers);
    List<Expr> numbers =
        IntStream.of(columns).mapToObj(column -> each.get(column).numbers(x)).toList();
    Expr logProbs = numbersInUnits().logProb(all, scope.concat(0, numbers));
    List<Expr> ofNumbers = logProbs.reshape(columns.length, -1).entries(0);
    Expr none = ofNumbers.get(0).zeros();
    Map<Integer, Expr> byColumn = new HashMap<>();
    IntStream.range(0, columns.length).forEach(i -> byColumn.put(columns[i], ofNumbers.get(i)));
    return scope.concat(
        1,
        IntStream.range(0, cells.size())
            .mapToObj(column -> byColumn.getOrDefault(column, none).reshape(-1, 1))
            .toList());
  }

  private Marginals marginals(Marginals ofFlow) {
    Marginals other = ofFlow.in((scope, x) -> placeOfFlow(scope, x.zeros()));
    if (!optional.isEmpty()) {
      return new OneNumber(other, this::outcomes, row().number(0).masses()).marginals();
    }
    PointMasses masses = row().number(0).masses();
    return masses.isEmpty()
        ? other
        : other.withMasses((scope, x) -> masses.withProbabilities(outcomes(scope, x)));
  }

  private Expr outcomes(GraphScope scope, Expr x) {
    return scope.ofContext("outcomes", at -> rowOf(at, x.slice(1, 0, 1).zeros()).outcomes());
  }

  /** The place of the flow for a number that is present and not a mass. */
  private GraphScope placeOfFlow(GraphScope scope, Expr zero) {
    if (!row().hasAbsentNumbers()) {
      return scope.sub(RowGraph.NUMBERS);
    }
    GraphScope place =
        scope
            .withEmbeddedContext("numbers", at -> rowOf(at, zero).contextOfNumber())
            .sub(RowGraph.NUMBERS);
    return place.withLonePresence(this::presenceOfNumbers);
  }

  /** The last columns of the flow's context, which are one for the numbers that are present. */
  private Expr presenceOfNumbers(Expr context) {
    int count = row().numberColumns().length;
    return context.slice(1, context.size(-1) - count, count);
  }

  private RowGraph rowOf(GraphScope place, Expr zero) {
    Optional<Expr> ofContext = place.context().map(each -> each.slice(1, 0, 1).zeros());
    return graph(place, ofContext.orElseGet(() -> place.expr(zero)));
  }

  private RowCells row() {
    return new RowCells(cells, optional, conditioning);
  }

  /** The flow in the units of the columns. */
  private TransformedDistribution numbersInUnits() {
    return numbers.orElseThrow().then(row().units());
  }

  private RowGraph graph(GraphScope scope, Expr zero) {
    Optional<Expr> context =
        conditioning == Conditioning.ANY
            ? Optional.of(scope.context().orElseThrow())
            : Optional.empty();
    return graph(scope, new Roles(cells, optional, context, zero));
  }

  private RowGraph graph(GraphScope scope, Roles roles) {
    return new RowGraph(row(), numbers.map(flow -> numbersInUnits()), network, scope, roles);
  }
}
