package io.github.tfflows.tables.density;

import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the log-probability of rows, or draws, cell after cell. */
final class RowGraph {
  /** The random numbers of the flow; those of an entry have its place as their number. */
  private static final long NUMBERS = -1;

  /** Those of a category within its pool, in the stream of the entry. */
  private static final long MEMBERS = 1;

  /** Reads the place of a category from the event, or draws it, shaped {@code [n, 1]}. */
  private interface Choice {
    Expr of(int entry, Pool pool, Expr logits);
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
    discrete((entry, pool, logits) -> x.slice(1, entry, 1));
    if (density.numbers().isPresent()) {
      int[] places = density.numberColumns();
      for (int i = 0; i < places.length; i++) {
        places[i] = density.layout().value(places[i]);
      }
      logProbs.add(density.numbersInUnits().logProb(ofNumbers(), x.gather(1, places)));
    }
    return scope.sum(logProbs);
  }

  /** Draws of the modelled cells, and the values of those given. */
  Sample sample(Noise noise) {
    discrete((entry, pool, logits) -> drawn(noise.stream(scope, entry), pool, logits));
    if (density.numbers().isPresent()) {
      Sample numbers = density.numbersInUnits().sample(ofNumbers(), noise.stream(scope, NUMBERS));
      logProbs.add(numbers.logProb());
      int index = 0;
      for (int column : density.numberColumns()) {
        Expr drawn = numbers.value().slice(1, index, 1);
        values.set(column, isModelled(column).greater(0).select(drawn, roles.value(column)));
        index++;
      }
    }
    List<Expr> all = new ArrayList<>(density.optional().stream().map(bits::get).toList());
    all.addAll(values);
    return new Sample(scope.concat(1, all), scope.sum(logProbs));
  }

  /** Builds the bits and then the categories. */
  private void discrete(Choice choice) {
    for (int column = 0; column < density.cells().size(); column++) {
      bits.add(bit(column, choice));
      values.add(zero);
    }
    for (int column = 0; column < density.cells().size(); column++) {
      if (density.cells().get(column) instanceof Cell.Categorical category) {
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
    Cell.Categorical two = new Cell.Categorical(2);
    Expr counts = roles.presenceModelled(column);
    Expr drawn = chosen("presence_" + column, entry.get(), two, counts, choice);
    return drawn.plus(roles.present(column));
  }

  private Expr category(int column, Cell.Categorical category, Choice choice) {
    Expr drawn =
        chosen(
            "column_" + column,
            density.layout().value(column),
            category,
            isModelled(column),
            choice);
    return drawn.plus(roles.given(column).times(roles.value(column)));
  }

  /** One where the value of a cell is there and modelled. */
  private Expr isModelled(int column) {
    return roles.modelled(column).times(bits.get(column));
  }

  /** Adds an entry: its log-probability where it counts, and its value to those so far. */
  private Expr chosen(String name, int entry, Cell.Categorical cell, Expr counts, Choice choice) {
    GraphScope place = scope.sub(name);
    Expr before = soFar.isEmpty() ? zero.slice(1, 0, 0) : scope.concat(1, soFar);
    GraphScope conditioned = given.map(place::withContext).orElse(place);
    Expr logits =
        density
            .network()
            .parameters(conditioned, before, 1, cell.count())
            .reshape(-1, cell.count());
    Pool pool = Pool.of(cell);
    Expr value = choice.of(entry, pool, logits);
    Expr oneHot = cell.features(scope, value);
    Expr ofOutcome = scope.expr(scope.tf().nn.logSoftmax(logits)).times(oneHot).sumLast();
    Expr logProb = pool.isEmpty() ? ofOutcome : ofOutcome.plus(pool.logShares(scope, value));
    Expr possible = oneHot.sumLast().greater(0).select(logProb, impossible(logProb));
    logProbs.add(counts.reshape(-1).greater(0).select(possible, logProb.zeros()));
    soFar.add(oneHot.times(counts));
    return pool.places(oneHot, value).times(counts);
  }

  /** The log-probability of a number that stands for no category. */
  private static Expr impossible(Expr like) {
    return like.zeros().minus(Double.POSITIVE_INFINITY);
  }

  private Expr drawn(Noise noise, Pool pool, Expr logits) {
    Expr outcome =
        scope
            .expr(scope.tf().dtypes.cast(noise.categorical(scope, logits), scope.type()))
            .reshape(-1, 1);
    return pool.isEmpty() ? outcome : pool.drawn(scope, outcome, noise.stream(scope, MEMBERS));
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
      mask.add(isModelled(column));
    }
    Expr presence = scope.concat(1, mask);
    context.add(presence);
    return place.withContext(scope.concat(1, context)).withPresence(presence);
  }
}
