package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
    long wanted = cells.stream().filter(cell -> number(cell).isPresent()).count();
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
                            && number(cells.get(other)).isPresent());
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
    int most =
        cells.stream()
            .mapToInt(
                cell ->
                    cell instanceof CategoryCell category
                        ? category.size()
                        : isAny && hasOutcomes(cell) ? massesOf(cell).outcomes().size() : 0)
            .max()
            .orElseThrow();
    return (cells.size() == 1 || isAny) && most > 0
        ? Optional.of(
            new Categories(
                most, scope -> rowOf(scope, scope.constant(Shape.of(1, 1), 0)).categories(most)))
        : Optional.empty();
  }

  private static PointMasses massesOf(Cell cell) {
    return number(cell).orElseThrow().masses();
  }

  /**
   * Returns the distribution functions of the only modelled cell of a row, under {@link
   * Conditioning#ANY}: a number that is there and none of its masses.
   */
  @Override
  public Optional<Marginals> conditionals() {
    return conditioning == Conditioning.ANY && numbers.isPresent()
        ? numbersInUnits()
            .marginalsOfLoneEntry()
            .map(this::ofModelledNumber)
            .map(each -> hasMasses(masses -> true) ? each.withPresence(this::ofNoMass) : each)
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
            .mapToObj(column -> new RowGraph(this, scope, zero, roles.modelling(column)))
            .toList();
    List<Expr> logProbs =
        each.stream().map(row -> row.ofOutcomes(x)).map(term -> term.reshape(-1, 1)).toList();
    Expr ofOutcomes = scope.concat(1, logProbs);
    return numbers.isEmpty() ? ofOutcomes : ofOutcomes.plus(ofEachNumber(scope, x, each));
  }

  /** Builds the log-densities of numbers, each present alone, {@code [n, columns]}; zero beside. */
  private Expr ofEachNumber(GraphScope scope, Expr x, List<RowGraph> each) {
    int[] columns = numberColumns();
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

  private Marginals.Tangent tangent(Marginals.Tangent.Builder ofFlow, GraphScope scope, Expr x) {
    GraphScope place = placeOfFlow(scope, x.slice(1, 0, 1).zeros());
    Marginals.Tangent at = ofFlow.at(place, ofNumbers(x));
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
    return events.gather(1, IntStream.of(numberColumns()).map(layout()::value).toArray());
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
    if (optional.isEmpty() && !hasMasses(masses -> true)) {
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
    PointMasses masses = number(cells.get(0)).orElseThrow().masses();
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
    if (!hasAbsentNumbers()) {
      return scope.sub(RowGraph.NUMBERS);
    }
    GraphScope place =
        scope
            .withEmbeddedContext("numbers", at -> rowOf(at, zero).contextOfNumber())
            .sub(RowGraph.NUMBERS);
    Expr context = place.context().orElseThrow();
    int count = numberColumns().length; // the last columns say which are there
    return place.withLonePresence(context.slice(1, context.size(-1) - count, count));
  }

  private RowGraph rowOf(GraphScope place, Expr zero) {
    Optional<Expr> ofContext = place.context().map(each -> each.slice(1, 0, 1).zeros());
    return new RowGraph(this, place, ofContext.orElseGet(() -> place.expr(zero)));
  }

  /** Whether a draw of the flow can count as a mass. */
  private boolean hasWideMasses() {
    return hasMasses(masses -> masses.step() > 0);
  }

  /** The columns that are numbers. */
  int[] numberColumns() {
    return IntStream.range(0, cells.size())
        .filter(column -> number(cells.get(column)).isPresent())
        .toArray();
  }

  private boolean hasMasses(Predicate<PointMasses> such) {
    return cells.stream()
        .filter(cell -> number(cell).isPresent())
        .anyMatch(cell -> hasOutcomes(cell) && such.test(massesOf(cell)));
  }

  /** Returns the number of a cell, if it has one. */
  private static Optional<NumberCell> number(Cell cell) {
    return cell instanceof NumberCell.Special special
        ? Optional.of(special.number())
        : Optional.of(cell).filter(NumberCell.class::isInstance).map(NumberCell.class::cast);
  }

  /** Whether a number has point masses or ties. */
  private static boolean hasOutcomes(Cell cell) {
    return cell instanceof NumberCell.Tied
        || number(cell).filter(number -> !number.masses().isEmpty()).isPresent();
  }

  /** Whether a row can have numbers that are missing, given or absent, or point masses. */
  boolean hasAbsentNumbers() {
    return conditioning == Conditioning.ANY
        || hasMasses(masses -> true)
        || optional.stream().anyMatch(column -> number(cells.get(column)).isPresent());
  }

  /** The flow in the units of the columns. */
  TransformedDistribution numbersInUnits() {
    List<Blockwise.Part> maps =
        cells.stream()
            .flatMap(cell -> number(cell).stream())
            .map(number -> new Blockwise.Part(1, number.map()))
            .toList();
    return numbers.orElseThrow().then(new Blockwise(maps));
  }

  /** Builds the log-probability of rows, or draws, cell after cell. */
  private static final class RowGraph {
    private static final String PRESENCE = "presence_";
    private static final String COLUMN = "column_";
    private static final String PHASE = "phase_";
    private static final String NUMBERS = "numbers";

    /** The random numbers of the flow; those of an entry have its place as their number. */
    private static final long OF_NUMBERS = -1;

    /** Those of a category in its pool, or of a mass over its step, in the stream of the entry. */
    private static final long WITHIN = 1;

    /** Those of a phase, in the stream of its number, whose mass or level has the stream itself. */
    private static final long OF_PHASE = 2;

    /**
     * A cell of some outcomes.
     *
     * @param name the name of its weights
     * @param index its place in an event
     * @param cell the outcomes
     * @param counts one in the rows where it is modelled
     * @param places the places of its values in events among the outcomes
     * @param possible a term of its logits that excludes impossible outcomes, if any
     */
    private record Entry(
        String name,
        int index,
        CategoryCell cell,
        Expr counts,
        UnaryOperator<Expr> places,
        Optional<Expr> possible) {
      /** Creates a cell whose outcomes are places of its values. */
      Entry(String name, int index, CategoryCell cell, Expr counts, UnaryOperator<Expr> places) {
        this(name, index, cell, counts, x -> places.apply(x.slice(1, index, 1)), Optional.empty());
      }
    }

    /** Reads the place of an outcome from the event, or draws it, shaped {@code [n, 1]}. */
    private interface Choice {
      Expr of(Entry entry, Supplier<Expr> logits);
    }

    private final TableDensity density;
    private final GraphScope scope;
    private final Expr zero;
    private final Roles roles;
    private final Optional<Expr> given;

    /** The outcomes of the discrete cells so far, as networks read them. */
    private final List<Expr> soFar = new ArrayList<>();

    /** The terms of the log-probability, built only where they count. */
    private final List<Supplier<Expr>> logProbs = new ArrayList<>();

    private final List<Expr> bits = new ArrayList<>();
    private final List<Expr> values = new ArrayList<>();

    /** The places of numbers among the point masses of their columns. */
    private final Map<Integer, Expr> masses = new HashMap<>();

    /** The phases of the numbers that have some. */
    private final Map<Integer, Expr> phases = new HashMap<>();

    /** Creates the graph of rows from zeros shaped {@code [n, 1]}. */
    RowGraph(TableDensity density, GraphScope scope, Expr zero) {
      this(density, scope, zero, roles(density, scope, zero));
    }

    RowGraph(TableDensity density, GraphScope scope, Expr zero, Roles roles) {
      this.density = density;
      this.scope = scope;
      this.zero = zero;
      this.roles = roles;
      this.given = roles.features().or(scope::context);
    }

    private static Roles roles(TableDensity density, GraphScope scope, Expr zero) {
      Optional<Expr> context =
          density.conditioning() == Conditioning.ANY
              ? Optional.of(scope.context().orElseThrow())
              : Optional.empty();
      return new Roles(density.cells(), density.optional(), context, zero);
    }

    /** The log-probability of events. */
    Expr logProb(Expr x) {
      discrete((entry, logits) -> entry.places().apply(x));
      if (density.numbers().isPresent()) {
        logProbs.add(() -> density.numbersInUnits().logProb(placeOfFlow(), numbers(x)));
      }
      return sumOfLogProbs();
    }

    /** The part of bits, categories and other outcomes in the log-probability of events. */
    Expr ofOutcomes(Expr x) {
      discrete((entry, logits) -> entry.places().apply(x));
      return logProbs.isEmpty() ? zero.reshape(-1) : sumOfLogProbs();
    }

    /** The numbers of events for the flow, with others in place of point masses. */
    Expr numbers(Expr x) {
      List<Expr> numbers = new ArrayList<>();
      for (int column : density.numberColumns()) {
        NumberCell cell = numberOf(column);
        Expr number = x.slice(1, density.layout().value(column), 1);
        numbers.add(cell.unlessMass(cell.rest(number), isMass(column)));
      }
      return scope.concat(1, numbers);
    }

    private Expr sumOfLogProbs() {
      return scope.sum(logProbs.stream().map(Supplier::get).toList());
    }

    /** The probabilities of the outcomes of a number that is there and no mass. */
    Expr outcomes() {
      List<Expr> outcomes = new ArrayList<>();
      ofPresentNumber(logits -> outcomes.add(scope.expr(scope.tf().nn.softmax(logits.get()))));
      return scope.concat(1, outcomes);
    }

    /**
     * The log-probabilities of the categories of the modelled cell, which has a value, or of its
     * point masses.
     */
    Expr categories(int most) {
      return ofModelledCell((cell, outcomes) -> cell.logProbs(scope, outcomes, most));
    }

    /** Builds log-probabilities of the modelled cell, which has a value, from its outcomes. */
    private Expr ofModelledCell(BiFunction<CategoryCell, Expr, Expr> ofOutcomes) {
      List<Expr> terms = new ArrayList<>();
      discrete(
          (entry, logits) -> {
            if (!entry.name().startsWith(PHASE)) {
              Expr outcomes = scope.expr(scope.tf().nn.logSoftmax(logits.get()));
              Expr term =
                  isPresence(entry)
                      ? outcomes.slice(1, 1, 1)
                      : ofOutcomes.apply(entry.cell(), outcomes);
              Condition counts = entry.counts().broadcastLike(term).greater(0);
              terms.add(counts.select(term, term.zeros()));
            }
            return there(entry);
          });
      return terms.stream().reduce(Expr::plus).orElseThrow();
    }

    /** The probability that the modelled number, which is there, is no mass, {@code [n, 1]}. */
    Expr noMass() {
      return ofModelledCell((cell, outcomes) -> outcomes.slice(1, 0, 1)).exp();
    }

    /** The context of the flow for such a number. */
    Expr contextOfNumber() {
      ofPresentNumber(logits -> {});
      return placeOfFlow().context().orElseThrow();
    }

    /** Builds the discrete cells of a number that is there and no mass, and passes on logits. */
    private void ofPresentNumber(Consumer<Supplier<Expr>> ofLogits) {
      discrete(
          (entry, logits) -> {
            ofLogits.accept(logits);
            return there(entry);
          });
    }

    private static boolean isPresence(Entry entry) {
      return entry.name().startsWith(PRESENCE);
    }

    /** One for a bit, and the first place among other outcomes. */
    private Expr there(Entry entry) {
      return zero.plus(isPresence(entry) ? 1 : 0);
    }

    /** Draws of the modelled cells, and the values of those given. */
    Sample sample(Noise noise) {
      discrete((entry, logits) -> drawn(noiseOf(entry, noise), entry.cell(), logits.get()));
      if (density.numbers().isPresent()) {
        Sample numbers =
            density.numbersInUnits().sample(placeOfFlow(), noise.stream(scope, OF_NUMBERS));
        logProbs.add(numbers::logProb);
        int index = 0;
        for (int column : density.numberColumns()) {
          Expr drawn = numbers.value().slice(1, index, 1);
          values.set(column, drawnNumber(column, drawn, noise));
          index++;
        }
      }
      List<Expr> all = new ArrayList<>(density.optional().stream().map(bits::get).toList());
      all.addAll(values);
      return new Sample(scope.concat(1, all), sumOfLogProbs());
    }

    private Noise noiseOf(Entry entry, Noise noise) {
      Noise own = noise.stream(scope, entry.index());
      return entry.name().startsWith(PHASE) ? own.stream(scope, OF_PHASE) : own;
    }

    /**
     * The draw of a modelled number, which may be a point mass or a level, or the given number; the
     * draw of the flow is without a phase.
     */
    private Expr drawnNumber(int column, Expr rest, Noise noise) {
      NumberCell cell = numberOf(column);
      Expr place = masses.getOrDefault(column, zero);
      Noise within = noise.stream(scope, density.layout().value(column)).stream(scope, WITHIN);
      PointMasses all = cell.masses();
      Condition isMass = place.greater(0.5);
      Expr mass = all.isEmpty() ? rest : all.drawn(place, within);
      Expr phase = phases.getOrDefault(column, zero);
      boolean ofRests = density.cells().get(column) instanceof NumberCell.Levelled;
      Expr dense = ofRests ? isMass.select(mass, rest) : rest;
      Expr whole = cell.phases().map(each -> each.number(dense, phase)).orElse(dense);
      Expr drawn = ofRests ? whole : isMass.select(mass, whole);
      Expr number = isModelled(column).greater(0).select(drawn, roles.value(column));
      return density.cells().get(column) instanceof NumberCell.Tied tied
          ? tied.drawn(place, number, tied.others().stream().map(values::get).toList(), within)
          : number;
    }

    /** Builds the bits, then the categories, the phases, the levels, and the point masses. */
    private void discrete(Choice choice) {
      bitsAndCategories(choice);
      List<Cell> cells = density.cells();
      // Masses of a number with phases come before its phase, which only its other values have.
      for (int column = 0; column < cells.size(); column++) {
        Optional<Phases> found = TableDensity.number(cells.get(column)).flatMap(NumberCell::phases);
        if (found.isPresent()) {
          if (cells.get(column) instanceof NumberCell && hasOutcomes(cells.get(column))) {
            masses.put(column, mass(column, choice));
          }
          phases.put(column, phase(column, found.get(), choice));
        }
      }
      for (int column = 0; column < cells.size(); column++) {
        if (cells.get(column) instanceof NumberCell.Levelled) {
          masses.put(column, mass(column, choice));
        }
      }
      for (int column = 0; column < cells.size(); column++) {
        if (hasOutcomes(cells.get(column)) && !masses.containsKey(column)) {
          masses.put(column, mass(column, choice));
        }
      }
    }

    private void bitsAndCategories(Choice choice) {
      List<Cell> cells = density.cells();
      for (int column = 0; column < cells.size(); column++) {
        bits.add(bit(column, choice));
        values.add(zero);
      }
      for (int column = 0; column < cells.size(); column++) {
        if (cells.get(column) instanceof CategoryCell category) {
          values.set(column, category(column, category, choice));
        }
      }
    }

    /** One where a column has a value. */
    private Expr bit(int column, Choice choice) {
      Optional<Integer> entry = density.layout().bit(column);
      if (entry.isEmpty()) {
        return zero.plus(1);
      }
      CategoryCell two = new CategoryCell(2);
      Expr counts = roles.presenceModelled(column);
      Expr drawn =
          chosen(column, new Entry(PRESENCE + column, entry.get(), two, counts, x -> x), choice);
      return drawn.plus(roles.present(column));
    }

    private Expr category(int column, CategoryCell category, Choice choice) {
      int index = density.layout().value(column);
      Expr counts = isModelled(column);
      Expr drawn =
          chosen(column, new Entry(COLUMN + column, index, category, counts, x -> x), choice);
      return drawn.plus(roles.given(column).times(roles.value(column)));
    }

    private Expr phase(int column, Phases phases, Choice choice) {
      int index = density.layout().value(column);
      Expr counts = isModelled(column).times(isMass(column).complement());
      Entry entry = new Entry(PHASE + column, index, phases.outcomes(), counts, phases::places);
      Expr place = chosen(column, entry, choice);
      add(column, () -> counts.times(phases.logDet()).reshape(-1));
      soFar.set(soFar.size() - 1, phases.features(place).times(counts));
      return place;
    }

    private Expr mass(int column, Choice choice) {
      PointMasses own = numberOf(column).masses();
      Entry entry = massEntry(column);
      Expr place = chosen(column, entry, choice);
      Expr isOwn = place.less(own.values().size() + 0.5).indicator();
      soFar.add(own.isEmpty() ? zero : own.scaled(place.times(isOwn)));
      add(column, () -> PointMasses.isMass(place).times(-own.logWidth()).reshape(-1));
      return place;
    }

    private Entry massEntry(int column) {
      RowLayout layout = density.layout();
      int index = layout.value(column);
      Expr counts = isModelled(column);
      String name = "mass_" + column;
      if (!(density.cells().get(column) instanceof NumberCell.Tied tied)) {
        NumberCell cell = numberOf(column);
        PointMasses masses = cell.masses();
        boolean ofRests = density.cells().get(column) instanceof NumberCell.Levelled;
        UnaryOperator<Expr> places = x -> masses.places(ofRests ? cell.rest(x) : x);
        return new Entry(name, index, masses.outcomes(), counts, places);
      }
      Expr possible =
          tied.possible(
              zero,
              tied.others().stream().map(other -> Optional.ofNullable(masses.get(other))).toList(),
              tied.others().stream().map(other -> numberOf(other).masses()).toList());
      UnaryOperator<Expr> places =
          x ->
              tied.places(
                  x.slice(1, index, 1),
                  tied.others().stream().map(other -> x.slice(1, layout.value(other), 1)).toList());
      return new Entry(name, index, tied.outcomes(), counts, places, Optional.of(possible));
    }

    private NumberCell numberOf(int column) {
      return TableDensity.number(density.cells().get(column)).orElseThrow();
    }

    /** One where a modelled number is a point mass. */
    private Expr isMass(int column) {
      Expr place = masses.get(column);
      return place == null ? zero : PointMasses.isMass(place);
    }

    /** One where the value of a cell is there and modelled. */
    private Expr isModelled(int column) {
      return roles.modelled(column).times(bits.get(column));
    }

    /**
     * Adds an entry: its log-probability where it counts, and its outcome to those so far. Returns
     * the place of the chosen outcome; zero where it does not count.
     */
    private Expr chosen(int column, Entry entry, Choice choice) {
      if (roles.isClosed(column)) {
        int count = entry.cell().count();
        soFar.add(zero.plus(scope.constant(Shape.of(1, count), new double[count])));
        return zero;
      }
      List<Expr> before = List.copyOf(soFar);
      Supplier<Expr> logits = once(() -> logits(entry, before));
      Expr value = choice.of(entry, logits);
      Expr oneHot = entry.cell().features(scope, value);
      logProbs.add(() -> logProb(entry, value, oneHot, logits.get()));
      soFar.add(oneHot.times(entry.counts()));
      return entry.cell().pool().places(oneHot, value).times(entry.counts());
    }

    /** Adds a term of a column to the log-probability. */
    private void add(int column, Supplier<Expr> term) {
      if (!roles.isClosed(column)) {
        logProbs.add(term);
      }
    }

    private Expr logits(Entry entry, List<Expr> known) {
      Expr before = known.isEmpty() ? zero.slice(1, 0, 0) : scope.concat(1, known);
      GraphScope place = scope.sub(entry.name());
      GraphScope conditioned = given.map(place::withContext).orElse(place);
      int count = entry.cell().count();
      Expr free = density.network().parameters(conditioned, before, 1, count).reshape(-1, count);
      return entry.possible().map(free::plus).orElse(free);
    }

    private Expr logProb(Entry entry, Expr value, Expr oneHot, Expr logits) {
      Pool pool = entry.cell().pool();
      Expr ofOutcome = scope.expr(scope.tf().nn.logSoftmax(logits)).times(oneHot).sumLast();
      Expr ofSeen = pool.isEmpty() ? ofOutcome : ofOutcome.plus(pool.logShares(scope, value));
      Expr logProb = ofSeen.plus(Math.log1p(-entry.cell().unseen()));
      Expr other = logProbOfOther(entry.cell(), value.reshape(-1));
      Expr possible = oneHot.sumLast().greater(0).select(logProb, other);
      return entry.counts().reshape(-1).greater(0).select(possible, logProb.zeros());
    }

    /** Builds an expression when it is first needed. */
    private static Supplier<Expr> once(Supplier<Expr> expression) {
      List<Expr> built = new ArrayList<>();
      return () -> {
        if (built.isEmpty()) {
          built.add(expression.get());
        }
        return built.get(0);
      };
    }

    /** The log-probability of a number that stands for none of the categories. */
    private static Expr logProbOfOther(CategoryCell cell, Expr value) {
      Expr impossible = value.zeros().minus(Double.POSITIVE_INFINITY);
      if (cell.unseen() == 0) {
        return impossible;
      }
      Expr unseen = value.zeros().plus(Math.log(cell.unseen()));
      return value.minus(cell.size()).abs().less(0.5).select(unseen, impossible);
    }

    private Expr drawn(Noise noise, CategoryCell cell, Expr logits) {
      Pool pool = cell.pool();
      Expr outcome =
          scope
              .expr(scope.tf().dtypes.cast(noise.categorical(scope, logits), scope.type()))
              .reshape(-1, 1);
      return pool.isEmpty() ? outcome : pool.drawn(scope, outcome, noise.stream(scope, WITHIN));
    }

    /** The place of the flow, with all cells before as its context. */
    private GraphScope placeOfFlow() {
      List<Expr> context = new ArrayList<>(soFar);
      given.ifPresent(context::add);
      GraphScope place = scope.sub(NUMBERS);
      if (!density.hasAbsentNumbers()) {
        return context.isEmpty() ? place : place.withContext(scope.concat(1, context));
      }
      List<Expr> mask = new ArrayList<>();
      for (int column : density.numberColumns()) {
        mask.add(isModelled(column).times(isMass(column).complement()));
      }
      Expr presence = scope.concat(1, mask);
      context.add(presence);
      return place.withContext(scope.concat(1, context)).withPresence(presence);
    }
  }
}
