package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/** Builds the log-probability of rows, or draws, cell after cell. */
final class RowGraph {
  static final String NUMBERS = "numbers";

  /** The prefix of the names of a category's weights; the category's place follows. */
  static final String COLUMN = "column_";

  private static final String PRESENCE = "presence_";
  private static final String PHASE = "phase_";
  private static final String MASS = "mass_";

  /** The stream of random numbers of the flow. The stream of an entry is its place. */
  private static final long OF_NUMBERS = -1;

  /** The substream that draws a category from its pool, or spreads a mass over its step. */
  private static final long WITHIN = 1;

  /**
   * The substream that draws the phase of a number. Its mass or level is drawn from the stream
   * itself.
   */
  private static final long OF_PHASE = 2;

  /**
   * A cell of some outcomes.
   *
   * @param name the name of its weights
   * @param index its place in an event
   * @param cell the outcomes
   * @param counts one in the rows where the cell is modelled
   * @param places returns the outcomes in events, by their indices
   * @param offset a constant term of its logits, if any
   */
  private record Entry(
      String name,
      int index,
      CategoryCell cell,
      Expr counts,
      UnaryOperator<Expr> places,
      Optional<Expr> offset) {
    /** Creates a cell whose outcomes are places of its values. */
    Entry(String name, int index, CategoryCell cell, Expr counts, UnaryOperator<Expr> places) {
      this(name, index, cell, counts, x -> places.apply(x.slice(1, index, 1)), Optional.empty());
    }
  }

  /** Reads the place of an outcome from the event, or draws it, shaped {@code [n, 1]}. */
  private interface Choice {
    Expr of(Entry entry, Supplier<Expr> logits);
  }

  private final RowCells row;
  private final Optional<TransformedDistribution> flow;
  private final Conditioner network;
  private final GraphScope scope;
  private final Expr zero;
  private final Roles roles;
  private final Optional<Expr> given;

  /** The features of the outcomes so far, which networks read. */
  private final List<Expr> soFar = new ArrayList<>();

  /** The terms of the log-probability, built only where they count. */
  private final List<Supplier<Expr>> logProbs = new ArrayList<>();

  private final List<Expr> bits = new ArrayList<>();
  private final List<Expr> values = new ArrayList<>();

  /** The indices of the drawn or observed point masses, by column. */
  private final Map<Integer, Expr> masses = new HashMap<>();

  /** The indices of the phases, by column. */
  private final Map<Integer, Expr> phases = new HashMap<>();

  /**
   * Creates the graph of rows.
   *
   * @param flow the flow of the numbers, in the units of their columns; empty if there are none
   * @param network yields the logits of bits and categories
   * @param roles the states and given values of the cells
   */
  RowGraph(
      RowCells row,
      Optional<TransformedDistribution> flow,
      Conditioner network,
      GraphScope scope,
      Roles roles) {
    this.row = row;
    this.flow = flow;
    this.network = network;
    this.scope = scope;
    this.zero = roles.zero();
    this.roles = roles;
    this.given = roles.features().or(scope::context);
  }

  /** The log-probability of events. */
  Expr logProb(Expr x) {
    discrete((entry, logits) -> entry.places().apply(x));
    if (flow.isPresent()) {
      logProbs.add(() -> flow.get().logProb(placeOfFlow(), numbers(x)));
    }
    return sumOfLogProbs();
  }

  /** The part of bits, categories and other outcomes in the log-probability of events. */
  Expr ofOutcomes(Expr x) {
    discrete((entry, logits) -> entry.places().apply(x));
    return logProbs.isEmpty() ? zero.reshape(-1) : sumOfLogProbs();
  }

  /** The numbers of events for the flow, with fillers in place of point masses. */
  Expr numbers(Expr x) {
    List<Expr> numbers = new ArrayList<>();
    for (int column : row.numberColumns()) {
      NumberCell cell = numberOf(column);
      Expr number = x.slice(1, row.layout().value(column), 1);
      numbers.add(cell.unlessMass(cell.rest(number), isMass(column)));
    }
    return scope.concat(1, numbers);
  }

  private Expr sumOfLogProbs() {
    return scope.sum(logProbs.stream().map(Supplier::get).toList());
  }

  /** The probabilities of all outcomes, where the number is present and not a mass. */
  Expr outcomes() {
    List<Expr> outcomes = new ArrayList<>();
    ofPresentNumber(logits -> outcomes.add(scope.expr(scope.tf().nn.softmax(logits.get()))));
    return scope.concat(1, outcomes);
  }

  /** The log-probability that the modelled cell has a value, {@code [n, 1]}. */
  Expr presenceOfModelled() {
    return ofModelledCell(RowGraph::isPresence, (cell, outcomes) -> outcomes.slice(1, 1, 1));
  }

  /**
   * The log-probabilities of the categories of the modelled cell, given that it has a value, or of
   * its point masses, {@code [n, most]}.
   */
  Expr categoriesOfModelled(int most) {
    return ofModelledCell(
        entry -> !isPresence(entry) && !entry.name().startsWith(PHASE),
        (cell, outcomes) -> cell.logProbs(scope, outcomes, most));
  }

  /**
   * The log-probabilities of no mass and of each mass of the modelled number, {@code [n, most]}.
   */
  Expr massesOfModelled(int most) {
    return ofModelledCell(
        entry -> entry.name().startsWith(MASS),
        (cell, outcomes) -> cell.logProbs(scope, outcomes, most));
  }

  /** Builds a term of the modelled cell from log-probabilities of outcomes; zero for none. */
  private Expr ofModelledCell(
      Predicate<Entry> such, BiFunction<CategoryCell, Expr, Expr> ofOutcomes) {
    List<Expr> terms = new ArrayList<>();
    List<Expr> counts = new ArrayList<>();
    discrete(
        (entry, logits) -> {
          if (such.test(entry)) {
            Expr outcomes = scope.expr(scope.tf().nn.logSoftmax(logits.get()));
            terms.add(ofOutcomes.apply(entry.cell(), outcomes));
            counts.add(entry.counts());
          }
          return there(entry);
        });
    Expr all = scope.stack(terms);
    return scope.stack(counts).greater(0).select(all, all.zeros()).sum(0);
  }

  /** The context of the flow for a number that is present and not a mass. */
  Expr contextOfNumber() {
    ofPresentNumber(logits -> {});
    return placeOfFlow().context().orElseThrow();
  }

  /**
   * Builds the discrete cells of a number that is present and not a mass, and passes on their
   * logits.
   */
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

  /** One for a bit, and the first outcome for other entries. */
  private Expr there(Entry entry) {
    return zero.plus(isPresence(entry) ? 1 : 0);
  }

  /** Draws of the modelled cells, and the values of the given cells. */
  Sample sample(Noise noise) {
    discrete((entry, logits) -> drawn(noiseOf(entry, noise), entry.cell(), logits.get()));
    if (flow.isPresent()) {
      Sample numbers = flow.get().sample(placeOfFlow(), noise.stream(scope, OF_NUMBERS));
      logProbs.add(numbers::logProb);
      int index = 0;
      for (int column : row.numberColumns()) {
        Expr drawn = numbers.value().slice(1, index, 1);
        values.set(column, drawnNumber(column, drawn, noise));
        index++;
      }
    }
    List<Expr> all = new ArrayList<>(row.optional().stream().map(bits::get).toList());
    all.addAll(values);
    return new Sample(scope.concat(1, all), sumOfLogProbs());
  }

  private Noise noiseOf(Entry entry, Noise noise) {
    Noise own = noise.stream(scope, entry.index());
    return entry.name().startsWith(PHASE) ? own.stream(scope, OF_PHASE) : own;
  }

  /**
   * The draw of a modelled number, which may be a point mass or a level; otherwise the given
   * number. The flow draws a number without its phase.
   */
  private Expr drawnNumber(int column, Expr rest, Noise noise) {
    NumberCell cell = numberOf(column);
    Expr place = masses.getOrDefault(column, zero);
    Noise within = noise.stream(scope, row.layout().value(column)).stream(scope, WITHIN);
    PointMasses all = cell.masses();
    Condition isMass = place.greater(0.5);
    Expr mass = all.isEmpty() ? rest : all.drawn(place, within);
    Expr phase = phases.getOrDefault(column, zero);
    boolean ofRests = row.cells().get(column) instanceof NumberCell.Levelled;
    Expr dense = ofRests ? isMass.select(mass, rest) : rest;
    Expr whole = cell.phases().map(each -> each.number(dense, phase)).orElse(dense);
    Expr drawn = ofRests ? whole : isMass.select(mass, whole);
    Expr number = isModelled(column).greater(0).select(drawn, roles.value(column));
    return row.cells().get(column) instanceof NumberCell.Tied tied
        ? tied.drawn(place, number, tied.others().stream().map(values::get).toList(), within)
        : number;
  }

  /** Builds the bits, then the categories, the phases, the levels, and the point masses. */
  private void discrete(Choice choice) {
    bitsAndCategories(choice);
    List<Cell> cells = row.cells();
    // Masses of a number with phases come before its phase, which only its other values have.
    for (int column = 0; column < cells.size(); column++) {
      Optional<Phases> found = RowCells.number(cells.get(column)).flatMap(NumberCell::phases);
      if (found.isPresent()) {
        if (cells.get(column) instanceof NumberCell && RowCells.hasOutcomes(cells.get(column))) {
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
      if (RowCells.hasOutcomes(cells.get(column)) && !masses.containsKey(column)) {
        masses.put(column, mass(column, choice));
      }
    }
  }

  private void bitsAndCategories(Choice choice) {
    List<Cell> cells = row.cells();
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

  /** One where the value of a column is present. */
  private Expr bit(int column, Choice choice) {
    Optional<Integer> entry = row.layout().bit(column);
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
    int index = row.layout().value(column);
    Expr counts = isModelled(column);
    Expr drawn =
        chosen(column, new Entry(COLUMN + column, index, category, counts, x -> x), choice);
    return drawn.plus(roles.given(column).times(roles.value(column)));
  }

  private Expr phase(int column, Phases phases, Choice choice) {
    int index = row.layout().value(column);
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
    if (row.cells().get(column) instanceof NumberCell.Tied tied) {
      return tiedEntry(column, tied);
    }
    int index = row.layout().value(column);
    NumberCell cell = numberOf(column);
    PointMasses masses = cell.masses();
    boolean ofRests = row.cells().get(column) instanceof NumberCell.Levelled;
    UnaryOperator<Expr> numbers = x -> ofRests ? cell.rest(x) : x;
    return new Entry(
        MASS + column,
        index,
        masses.outcomes(),
        isModelled(column),
        x -> masses.places(numbers.apply(x.slice(1, index, 1))),
        masses.logits(scope));
  }

  private Entry tiedEntry(int column, NumberCell.Tied tied) {
    RowLayout layout = row.layout();
    int index = layout.value(column);
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
    return new Entry(
        MASS + column, index, tied.outcomes(), isModelled(column), places, Optional.of(possible));
  }

  private NumberCell numberOf(int column) {
    return row.number(column);
  }

  /** One where a modelled number is a point mass. */
  private Expr isMass(int column) {
    Expr place = masses.get(column);
    return place == null ? zero : PointMasses.isMass(place);
  }

  /** One where the value of a cell is present and modelled. */
  private Expr isModelled(int column) {
    return roles.modelled(column).times(bits.get(column));
  }

  /**
   * Adds the log-probability of an entry, where it counts, and its outcome to the outcomes so far.
   * Returns the index of the chosen outcome; zero where the entry does not count.
   */
  private Expr chosen(int column, Entry entry, Choice choice) {
    if (roles.isClosed(column)) {
      int width = entry.cell().width();
      soFar.add(zero.plus(scope.constant(Shape.of(1, width), new double[width])));
      return zero;
    }
    List<Expr> before = List.copyOf(soFar);
    Supplier<Expr> logits = once(() -> logits(entry, before));
    Expr value = choice.of(entry, logits);
    Expr oneHot = entry.cell().oneHot(scope, value);
    logProbs.add(() -> logProb(entry, value, oneHot, logits.get()));
    soFar.add(entry.cell().features(scope, oneHot, value).times(entry.counts()));
    return entry.cell().places(oneHot, value).times(entry.counts());
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
    Expr free = network.parameters(conditioned, before, 1, count).reshape(-1, count);
    return entry.offset().map(free::plus).orElse(free);
  }

  /** The log-probability where an entry counts; minus infinity for a number of no category. */
  private Expr logProb(Entry entry, Expr value, Expr oneHot, Expr logits) {
    CategoryCell cell = entry.cell();
    Expr counts = entry.counts().reshape(-1);
    Expr ofOutcome = scope.expr(scope.tf().nn.logSoftmax(logits)).times(oneHot).sumLast();
    Expr logProb = cell.logProbs(scope, ofOutcome, value).plus(Math.log1p(-cell.unseen()));
    Expr isSeen = oneHot.sumLast();
    Expr isPossible = isSeen.plus(counts.complement());
    if (cell.unseen() > 0) {
      Expr ofUnseen = scope.constant(Math.log(cell.unseen()));
      logProb = isSeen.greater(0).select(logProb, ofUnseen);
      isPossible =
          isPossible.plus(value.reshape(-1).minus(cell.size()).abs().less(0.5).indicator());
    }
    Expr counted = counts.greater(0).select(logProb, logProb.zeros());
    return counted.plus(isPossible.greater(0).logIndicator());
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

  private Expr drawn(Noise noise, CategoryCell cell, Expr logits) {
    Expr outcome =
        scope
            .expr(scope.tf().dtypes.cast(noise.categorical(scope, logits), scope.type()))
            .reshape(-1, 1);
    return cell.drawn(scope, outcome, noise.stream(scope, WITHIN));
  }

  /** The place of the flow, with all cells before as its context. */
  GraphScope placeOfFlow() {
    List<Expr> context = new ArrayList<>(soFar);
    given.ifPresent(context::add);
    GraphScope place = scope.sub(NUMBERS);
    if (!row.hasAbsentNumbers()) {
      return context.isEmpty() ? place : place.withContext(scope.concat(1, context));
    }
    List<Expr> mask = new ArrayList<>();
    for (int column : row.numberColumns()) {
      mask.add(isModelled(column).times(isMass(column).complement()));
    }
    Expr presence = scope.concat(1, mask);
    context.add(presence);
    return place.withContext(scope.concat(1, context)).withPresence(presence);
  }
}
