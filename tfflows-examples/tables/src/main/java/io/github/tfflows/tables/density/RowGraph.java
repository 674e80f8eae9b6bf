package io.github.tfflows.tables.density;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds the log-probability of rows, or draws, cell after cell. */
final class RowGraph {
  /** The random numbers of the flow; those of an entry have its place as their number. */
  private static final long NUMBERS = -1;

  /** Those of a category in its pool, or of a mass over its step, in the stream of the entry. */
  private static final long WITHIN = 1;

  /**
   * A cell of some outcomes.
   *
   * @param name the name of its weights
   * @param index its place in an event
   * @param cell the outcomes
   * @param counts one in the rows where it is modelled
   * @param places the places of its values among the outcomes
   */
  private record Entry(
      String name, int index, Cell.Categorical cell, Expr counts, UnaryOperator<Expr> places) {}

  /** Reads the place of an outcome from the event, or draws it, shaped {@code [n, 1]}. */
  private interface Choice {
    Expr of(Entry entry, Expr logits);
  }

  private final TableDensity density;
  private final GraphScope scope;
  private final Expr zero;
  private final Roles roles;
  private final Optional<Expr> given;

  /** The bits and categories so far, as networks read them. */
  private final List<Expr> soFar = new ArrayList<>();

  private final List<Expr> logProbs = new ArrayList<>();
  private final List<Expr> bits = new ArrayList<>();
  private final List<Expr> values = new ArrayList<>();

  /** The places of numbers among the point masses of their columns. */
  private final Map<Integer, Expr> masses = new HashMap<>();

  /**
   * Creates the graph of rows.
   *
   * @param zero zeros shaped {@code [n, 1]}
   */
  RowGraph(TableDensity density, GraphScope scope, Expr zero) {
    this.density = density;
    this.scope = scope;
    this.zero = zero;
    this.roles = new Roles(density, scope, zero);
    this.given = roles.features().or(scope::context);
  }

  /** The log-probability of events. */
  Expr logProb(Expr x) {
    discrete((entry, logits) -> entry.places().apply(x.slice(1, entry.index(), 1)));
    if (density.numbers().isPresent()) {
      List<Expr> numbers = new ArrayList<>();
      for (int column : density.numberColumns()) {
        Cell.Numeric cell = (Cell.Numeric) density.cells().get(column);
        Expr number = x.slice(1, density.layout().value(column), 1);
        numbers.add(cell.unlessMass(number, isMass(column)));
      }
      logProbs.add(density.numbersInUnits().logProb(ofNumbers(), scope.concat(1, numbers)));
    }
    return scope.sum(logProbs);
  }

  /** Draws of the modelled cells, and the values of those given. */
  Sample sample(Noise noise) {
    discrete((entry, logits) -> drawn(noise.stream(scope, entry.index()), entry.cell(), logits));
    if (density.numbers().isPresent()) {
      Sample numbers = density.numbersInUnits().sample(ofNumbers(), noise.stream(scope, NUMBERS));
      logProbs.add(numbers.logProb());
      int index = 0;
      for (int column : density.numberColumns()) {
        Expr drawn = numbers.value().slice(1, index, 1);
        values.set(column, number(column, drawn, noise));
        index++;
      }
    }
    List<Expr> all = new ArrayList<>(density.optional().stream().map(bits::get).toList());
    all.addAll(values);
    return new Sample(scope.concat(1, all), scope.sum(logProbs));
  }

  /** The draw of a modelled number, which may be a point mass, or the given one. */
  private Expr number(int column, Expr drawn, Noise noise) {
    Expr other = isModelled(column).greater(0).select(drawn, roles.value(column));
    Expr place = masses.get(column);
    if (place == null) {
      return other;
    }
    PointMasses all = ((Cell.Numeric) density.cells().get(column)).masses();
    Noise ofEntry = noise.stream(scope, density.layout().value(column));
    return place.greater(0.5).select(all.drawn(place, ofEntry.stream(scope, WITHIN)), other);
  }

  /** Builds the bits, then the categories, and then the point masses. */
  private void discrete(Choice choice) {
    List<Cell> cells = density.cells();
    for (int column = 0; column < cells.size(); column++) {
      bits.add(bit(column, choice));
      values.add(zero);
    }
    for (int column = 0; column < cells.size(); column++) {
      if (cells.get(column) instanceof Cell.Categorical category) {
        values.set(column, category(column, category, choice));
      }
    }
    for (int column = 0; column < cells.size(); column++) {
      if (cells.get(column) instanceof Cell.Numeric number && !number.masses().isEmpty()) {
        masses.put(column, mass(column, number.masses(), choice));
      }
    }
  }

  /** One where a column has a value. */
  private Expr bit(int column, Choice choice) {
    Optional<Integer> entry = density.layout().bit(column);
    if (entry.isEmpty()) {
      return zero.plus(1);
    }
    Cell.Categorical two = new Cell.Categorical(2);
    Expr counts = roles.presenceModelled(column);
    Expr drawn = chosen(new Entry("presence_" + column, entry.get(), two, counts, x -> x), choice);
    return drawn.plus(roles.present(column));
  }

  private Expr category(int column, Cell.Categorical category, Choice choice) {
    int index = density.layout().value(column);
    Expr counts = isModelled(column);
    Expr drawn = chosen(new Entry("column_" + column, index, category, counts, x -> x), choice);
    return drawn.plus(roles.given(column).times(roles.value(column)));
  }

  private Expr mass(int column, PointMasses masses, Choice choice) {
    int index = density.layout().value(column);
    Expr counts = isModelled(column);
    Entry entry = new Entry("mass_" + column, index, masses.outcomes(), counts, masses::places);
    Expr place = chosen(entry, choice);
    soFar.add(masses.scaled(place));
    logProbs.add(PointMasses.isMass(place).times(-masses.logWidth()).reshape(-1));
    return place;
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

  /** Adds an entry: its log-probability where it counts, and its outcome to those so far. */
  private Expr chosen(Entry entry, Choice choice) {
    GraphScope place = scope.sub(entry.name());
    Expr before = soFar.isEmpty() ? zero.slice(1, 0, 0) : scope.concat(1, soFar);
    GraphScope conditioned = given.map(place::withContext).orElse(place);
    int count = entry.cell().count();
    Expr logits = density.network().parameters(conditioned, before, 1, count).reshape(-1, count);
    Pool pool = Pool.of(entry.cell());
    Expr value = choice.of(entry, logits);
    Expr oneHot = entry.cell().features(scope, value);
    Expr ofOutcome = scope.expr(scope.tf().nn.logSoftmax(logits)).times(oneHot).sumLast();
    Expr ofSeen = pool.isEmpty() ? ofOutcome : ofOutcome.plus(pool.logShares(scope, value));
    Expr logProb = ofSeen.plus(Math.log1p(-entry.cell().unseen()));
    Expr other = logProbOfOther(entry.cell(), value.reshape(-1));
    Expr possible = oneHot.sumLast().greater(0).select(logProb, other);
    logProbs.add(entry.counts().reshape(-1).greater(0).select(possible, logProb.zeros()));
    soFar.add(oneHot.times(entry.counts()));
    return pool.places(oneHot, value).times(entry.counts());
  }

  /** The log-probability of a number that stands for none of the categories. */
  private static Expr logProbOfOther(Cell.Categorical cell, Expr value) {
    Expr impossible = value.zeros().minus(Double.POSITIVE_INFINITY);
    if (cell.unseen() == 0) {
      return impossible;
    }
    Expr unseen = value.zeros().plus(Math.log(cell.unseen()));
    return value.minus(cell.size()).abs().less(0.5).select(unseen, impossible);
  }

  private Expr drawn(Noise noise, Cell.Categorical cell, Expr logits) {
    Pool pool = Pool.of(cell);
    Expr outcome =
        scope
            .expr(scope.tf().dtypes.cast(noise.categorical(scope, logits), scope.type()))
            .reshape(-1, 1);
    return pool.isEmpty() ? outcome : pool.drawn(scope, outcome, noise.stream(scope, WITHIN));
  }

  /** The place of the flow, with all cells before as its context. */
  private GraphScope ofNumbers() {
    List<Expr> context = new ArrayList<>(soFar);
    given.ifPresent(context::add);
    GraphScope place = scope.sub("numbers");
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
