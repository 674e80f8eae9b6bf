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
import java.util.function.BiFunction;
import java.util.function.Function;
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
 * <p>in nats, where the point masses of a number with phases come before its phase, which only its
 * other values have. The sum is over the cells of the row that are <em>modelled</em>. Under {@link
 * Conditioning#ANY} each cell can be <em>given</em> instead, so that the rest is conditional on it,
 * or <em>absent</em>, and left out. A softmax over the outputs of a network yields the
 * probabilities of each bit and category, and a flow the density of the numbers, with those before
 * as its context. A row with all cells present and modelled has a density by its numbers and a
 * probability by its categories and masses. That a number equals another one ({@link
 * NumberCell.Tied}) is an outcome beside its masses. Where masses or ties have a width, the flow's
 * own probability of that width is not counted, so that the sum is slightly below one.
 *
 * <p>An event is a vector: a bit for each column that can have missing values, one if the value is
 * there, and then the columns. Any finite number of the column may stand for a missing value. The
 * context under {@code ANY} holds a {@link State} for each column, and then the values given; under
 * {@code NONE} there may be a context of any meaning.
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

  /** Requires that ties are with numbers before, which are always there and never given. */
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
    return Shape.of(layout().eventSize());
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

  /** It is not: densities are in units of the data, and some cells have probabilities. */
  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr zero = x.slice(1, 0, 1).zeros();
    return graph(scope, zero).logProb(x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr zero = noise.uniform(scope, Shape.of(1)).zeros();
    Sample drawn = graph(scope, zero).sample(noise);
    return hasWideMasses()
        ? new Sample(drawn.value(), graph(scope, zero).logProb(drawn.value()))
        : drawn;
  }

  /**
   * Returns the distribution functions of a table of one number; of a value that can be missing
   * those given that it is there. Other tables have none.
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
   * Returns the categories of the only column, or under {@link Conditioning#ANY} those of the only
   * modelled cell of a row; minus infinity beyond its own. Those of a number are under {@code ANY}
   * that it is no point mass, and its point masses. Of a value that can be missing, their
   * probabilities are those of being there as well.
   */
  @Override
  public Optional<Categories> categories() {
    boolean isAny = conditioning == Conditioning.ANY;
    int most = cells.stream().mapToInt(cell -> categories(cell, isAny)).max().orElseThrow();
    return (cells.size() == 1 || isAny) && most > 0
        ? Optional.of(
            new Categories(
                most, scope -> rowOf(scope, scope.constant(Shape.of(1, 1), 0)).categories(most)))
        : Optional.empty();
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
   * Conditioning#ANY}: a number that is there and none of its masses.
   */
  @Override
  public Optional<Marginals> conditionals() {
    return conditioning == Conditioning.ANY && numbers.isPresent()
        ? numbers
            .orElseThrow()
            .then(row().orderedUnits())
            .marginalsOfLoneEntry()
            .map(this::ofModelledNumber)
            .map(each -> row().hasMasses(masses -> true) ? each.withPresence(this::ofNoMass) : each)
        : Optional.empty();
  }

  /**
   * Returns the log-probabilities of the cells of a row, each given those others that are given by
   * the context, under {@link Conditioning#ANY}.
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

  /** Builds the log-densities of numbers, each present alone, {@code [n, columns]}; zero beside. */
  private Expr ofEachNumber(GraphScope scope, Expr x, List<RowGraph> each) {
    int[] columns = row().numberColumns();
    List<GraphScope> places =
        IntStream.of(columns).mapToObj(column -> each.get(column).placeOfFlow()).toList();
    GraphScope all =
        scope
            .sub(RowGraph.NUMBERS)
            .withContext(joined(places, GraphScope::context))
            .withLonePresence(joined(places, GraphScope::presence));
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

  private static Expr joined(
      List<GraphScope> places, Function<GraphScope, Optional<Expr>> ofPlace) {
    List<Expr> parts = places.stream().map(ofPlace).map(Optional::orElseThrow).toList();
    return parts.get(0).scope().concat(0, parts);
  }

  private Marginals ofModelledNumber(Marginals ofFlow) {
    Marginals plain =
        new Marginals(
            probability(ofFlow.cdf()),
            probability(ofFlow.survival()),
            number(ofFlow.quantile()),
            number(ofFlow.upperQuantile()));
    Marginals.Hints hints = ofFlow.hints();
    Marginals sloped =
        hints
            .tangent()
            .map(slope -> plain.withTangent((scope, x) -> tangent(slope, scope, x)))
            .orElse(plain);
    return hints
        .last()
        .map(map -> new Marginals.Last(ofModelledNumber(map.before()), number(map.up())))
        .map(sloped::withLast)
        .orElse(sloped);
  }

  private Marginals.Function probability(Marginals.Function ofFlow) {
    return (scope, x) -> {
      GraphScope place = placeOfFlow(scope, x.slice(1, 0, 1).zeros());
      return inAll(x, ofFlow.at(place, ofNumbers(x)), presenceAtBase(place));
    };
  }

  private Marginals.Tangent tangent(
      BiFunction<GraphScope, Expr, Marginals.Tangent> ofFlow, GraphScope scope, Expr x) {
    GraphScope place = placeOfFlow(scope, x.slice(1, 0, 1).zeros());
    Marginals.Tangent at = ofFlow.apply(place, ofNumbers(x));
    Expr there = presenceAtBase(place);
    return new Marginals.Tangent(
        inAll(x, at.below(), there), inAll(x, at.above(), there), inAll(x, at.density(), there));
  }

  /** The number by a function of probabilities, or of its value before the last map. */
  private Marginals.Function number(Marginals.Function ofFlow) {
    return (scope, each) -> {
      GraphScope place = placeOfFlow(scope, each.slice(1, 0, 1).zeros());
      Expr there = place.presence().orElseThrow();
      Expr one = present(ofNumbers(each), there);
      return inAll(each, ofFlow.at(place, there.zeros().plus(one)), there);
    };
  }

  /** Builds the probability that the modelled number is no mass, in all entries. */
  private Expr ofNoMass(GraphScope scope, Expr events) {
    Expr zero = events.slice(1, 0, 1).zeros();
    Expr ofNone = scope.ofContext("no_mass", at -> rowOf(at, zero).noMass());
    return events.zeros().plus(ofNone);
  }

  /** The only number that is present, in all entries of events. */
  private static Expr inAll(Expr events, Expr numbers, Expr presence) {
    return events.zeros().plus(present(numbers, presence));
  }

  private Expr presenceAtBase(GraphScope place) {
    return numbersInUnits().bijector().inversePresence(place.presence().orElseThrow());
  }

  /** The only number that is present, {@code [n, 1]}. */
  private static Expr present(Expr numbers, Expr presence) {
    return presence.greater(0).select(numbers, numbers.zeros()).sumLast().reshape(-1, 1);
  }

  /** The entries of events that are numbers. */
  private Expr ofNumbers(Expr events) {
    return events.gather(1, IntStream.of(row().numberColumns()).map(layout()::value).toArray());
  }

  private Marginals marginals(Marginals ofFlow) {
    Marginals plain =
        new Marginals(
            (scope, x) -> oneNumber(scope, x, ofFlow).cdf(scope, x),
            (scope, x) -> oneNumber(scope, x, ofFlow).survival(scope, x),
            (scope, p) -> oneNumber(scope, p, ofFlow).quantile(scope, p),
            (scope, p) -> oneNumber(scope, p, ofFlow).upperQuantile(scope, p));
    Marginals number =
        ofFlow.hints().tangent().isEmpty()
            ? plain
            : plain.withTangent((scope, x) -> oneNumber(scope, x, ofFlow).tangent(scope, x));
    if (optional.isEmpty() && !row().hasMasses(masses -> true)) {
      return number;
    }
    Marginals known =
        number.withIntervals((scope, x) -> oneNumber(scope, x, ofFlow).intervals(scope, x));
    return optional.isEmpty()
        ? known
        : known.withPresence((scope, x) -> oneNumber(scope, x, ofFlow).presence(x));
  }

  /** The distribution functions of a number, given the context. */
  private OneNumber oneNumber(GraphScope scope, Expr entries, Marginals ofFlow) {
    Expr zero = entries.slice(1, 0, 1).zeros();
    Marginals other = ofFlow.in((at, x) -> placeOfFlow(at, x.zeros()));
    PointMasses masses = row().number(0).masses();
    if (optional.isEmpty() && masses.isEmpty()) {
      return new OneNumber(Optional.empty(), other);
    }
    Expr outcomes = scope.ofContext("outcomes", at -> rowOf(at, zero).outcomes());
    int start = 2 * optional.size();
    int size = 1 + masses.values().size();
    return new OneNumber(
        optional.isEmpty()
            ? Optional.empty()
            : Optional.of(new OneNumber.Bit(outcomes.slice(1, 0, 1), outcomes.slice(1, 1, 1))),
        masses.isEmpty()
            ? other
            : new NumberMixture(masses, outcomes.slice(1, start, size), other).marginals());
  }

  /** The place of the flow, for a number that is there and no mass. */
  private GraphScope placeOfFlow(GraphScope scope, Expr zero) {
    if (!row().hasAbsentNumbers()) {
      return scope.sub(RowGraph.NUMBERS);
    }
    GraphScope place =
        scope
            .withEmbeddedContext("numbers", at -> rowOf(at, zero).contextOfNumber())
            .sub(RowGraph.NUMBERS);
    Expr context = place.context().orElseThrow();
    int count = row().numberColumns().length; // the last columns say which are there
    return place.withLonePresence(context.slice(1, context.size(-1) - count, count));
  }

  private RowGraph rowOf(GraphScope place, Expr zero) {
    Optional<Expr> ofContext = place.context().map(each -> each.slice(1, 0, 1).zeros());
    return graph(place, ofContext.orElseGet(() -> place.expr(zero)));
  }

  /** Whether a draw of the flow can count as a mass. */
  private boolean hasWideMasses() {
    return row().hasMasses(masses -> masses.step() > 0);
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
