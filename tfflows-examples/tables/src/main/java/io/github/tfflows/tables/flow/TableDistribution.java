package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.cell.Cell;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.tables.cell.NumberCell;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The density of the raw columns of a table. Each numeric column, date or time has a map from the
 * flow's scale to its own ({@link ColumnKind}). Densities are per unit of the data: dates per day,
 * times and timestamps per second.
 */
public final class TableDistribution {
  /** The network of the logits of a name, or of whether a value is present. */
  private static final Conditioner NAMES = ResidualNet.of(64, 1).withLayerNorm().withDropout(0.5);

  /**
   * The same network in a model of any cell, which learns from absent cells and needs no dropout.
   */
  private static final Conditioner NAMES_OF_ANY_CELL = Mlp.of(64, 64);

  /** The largest total number of intervals for all given numbers. */
  private static final int MOST_INTERVALS_OF_ALL = 1024;

  private static final int FEWEST_DENSE = 10;

  /** The largest number of values that all become point masses. */
  private static final int FEW_VALUES = 64;

  private static final int ROWS_PER_VALUE = 100;

  /**
   * Returns the density of the columns of a table: a flow on raw numbers, or a {@link TableDensity}
   * if there are names, gaps or point masses.
   *
   * @param flows returns a flow on numeric columns, from their number. If {@link
   *     TableSchema#leavesOutNumbers}, it must allow absent entries
   * @param rows the rows that determine means and scales, by their weights
   * @return the density on raw columns, conditional if columns are given
   */
  public static Distribution of(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Data rows) {
    Data training = rows.withoutZeroWeights();
    List<TableContext.Condition> conditions = new ArrayList<>();
    CalendarCycles cycles = new CalendarCycles(schema, training);
    for (int i = 0; i < schema.given().size(); i++) {
      TableContext.Condition numbers = condition(schema, training, i);
      TableContext.Condition recurring =
          cycles
              .of(i)
              .<TableContext.Condition>map(of -> new TableContext.Recurring(numbers, of))
              .orElse(numbers);
      conditions.add(withGaps(schema.context(), i, recurring));
    }
    if (!schema.isNumeric()) {
      TableDensity mixed = mixed(flows, schema, training);
      return conditions.isEmpty() ? mixed : new ConditionedTable(mixed, conditions);
    }
    TransformedDistribution raw = numeric(flows, schema, training);
    return conditions.isEmpty()
        ? raw
        : new TransformedDistribution(raw.base(), new TableContext(raw.bijector(), conditions));
  }

  private static TableContext.Condition condition(TableSchema schema, Data training, int place) {
    TableColumn column = schema.given().get(place);
    RowLayout layout = schema.context();
    WeightedNumbers there = WeightedNumbers.of(training, training.context(), layout, place);
    WeightedNumbers numbers =
        there.values().length == 0 ? WeightedNumbers.of(column.filler()) : there;
    int intervals = MOST_INTERVALS_OF_ALL / schema.given().size();
    boolean isOfKeys = Jumps.areIn(schema, training, place, intervals);
    return ColumnMap.condition(
        column, numbers, isOfKeys ? numbers.encodingOfEach() : numbers.encoding(intervals));
  }

  private static TableContext.Condition withGaps(
      RowLayout layout, int place, TableContext.Condition values) {
    return layout
        .bit(place)
        .<TableContext.Condition>map(bit -> new TableContext.WithGaps(values, bit))
        .orElse(values);
  }

  private static TransformedDistribution numeric(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Data training) {
    List<Blockwise.Part> parts = new ArrayList<>();
    for (int i = 0; i < schema.modelled().size(); i++) {
      Bijector map =
          ColumnMap.of(
              schema.modelled().get(i),
              WeightedNumbers.of(training, training.x(), schema.layout(), i),
              schema.modelled().size());
      parts.add(new Blockwise.Part(1, map));
    }
    return flows.apply(parts.size()).then(new Blockwise(parts));
  }

  private static TableDensity mixed(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Data training) {
    List<Cell> cells = new ArrayList<>();
    RowLayout layout = schema.layout();
    Levels levels = new Levels(schema, training);
    Ties ties = new Ties(schema, training);
    for (int i = 0; i < schema.modelled().size(); i++) {
      int place = i;
      TableColumn column = schema.modelled().get(i);
      WeightedNumbers numbers = WeightedNumbers.of(training, training.x(), layout, i);
      cells.add(
          column.kind().isNamed()
              ? NameAttributes.categories(schema, column)
              : levels
                  .of(i)
                  .<Cell>map(masses -> levelled(schema, column, numbers, masses))
                  .orElseGet(
                      () -> {
                        PointMasses masses = masses(schema, levels, place, numbers);
                        NumberCell number = number(schema, column, masses, numbers);
                        List<Integer> equal = ties.of(place, masses);
                        return equal.isEmpty() ? number : new NumberCell.Tied(number, equal);
                      }));
    }
    int numbers = schema.numbers();
    return new TableDensity(
        cells,
        layout.optional(),
        numbers == 0 ? Optional.empty() : Optional.of(flows.apply(numbers)),
        schema.conditioning() == Conditioning.ANY ? NAMES_OF_ANY_CELL : NAMES,
        schema.conditioning());
  }

  /** Returns a number whose values are all levels. Its density is only beyond them. */
  private static NumberCell.Levelled levelled(
      TableSchema schema, TableColumn column, WeightedNumbers numbers, PointMasses levels) {
    Holes holes = Holes.of(levels, Double.NEGATIVE_INFINITY);
    Optional<Phases> phases = schema.phases(column);
    WeightedNumbers rests = phases.map(each -> numbers.mapped(each::rest)).orElse(numbers);
    return new NumberCell.Levelled(
        new NumberCell(
            Chain.of(rests.standardized(x -> x), holes),
            beyond(holes),
            levels.ofAll(numbers.values().length),
            phases,
            Optional.empty()));
  }

  /** Returns a number cell, which networks read by intervals, too, if it can be given. */
  private static NumberCell number(
      TableSchema schema, TableColumn column, PointMasses masses, WeightedNumbers numbers) {
    int columns = schema.modelled().size();
    NumberCell cell =
        schema
            .phases(column)
            .map(phases -> phased(column, dense(column, column.masses(), numbers), phases, columns))
            .orElseGet(() -> number(column, masses, numbers, columns));
    return schema.conditioning() == Conditioning.ANY
        ? cell.encodedBy(numbers.encoding(MOST_INTERVALS_OF_ALL / schema.modelled().size()))
        : cell;
  }

  private static NumberCell phased(
      TableColumn column, WeightedNumbers numbers, Phases phases, int columns) {
    WeightedNumbers rests = numbers.mapped(phases::rest);
    double filler = numbers.values()[0];
    return new NumberCell(
        ColumnMap.of(column, rests, phases, columns),
        filler,
        column.masses(),
        Optional.of(phases),
        Optional.empty());
  }

  /**
   * Returns the point masses of a column. In a joint density of several columns, these are all
   * values if there are few, each has many rows, and another column differs between them.
   */
  private static PointMasses masses(
      TableSchema schema, Levels levels, int place, WeightedNumbers numbers) {
    TableColumn column = schema.modelled().get(place);
    PointMasses known = column.masses();
    boolean isStepped = column.spacing() > 0 && column.kind().cycle().isEmpty();
    if (!schema.isJoint() || !isStepped || column.hasGaps()) {
      return known;
    }
    List<Double> values =
        DoubleStream.of(numbers.values())
            .distinct()
            .limit(FEW_VALUES + 1)
            .sorted()
            .boxed()
            .toList();
    boolean areFew =
        values.size() <= FEW_VALUES && numbers.values().length >= ROWS_PER_VALUE * values.size();
    if (!areFew || !levels.differ(place, values)) {
      return known;
    }
    List<Double> all =
        Stream.of(values, known.values()).flatMap(List::stream).distinct().sorted().toList();
    return new PointMasses(all, column.spacing(), column.step());
  }

  private static NumberCell number(
      TableColumn column, PointMasses masses, WeightedNumbers numbers, int columns) {
    WeightedNumbers dense = dense(column, masses, numbers);
    Holes holes = ColumnMap.holes(column, masses);
    double filler =
        DoubleStream.of(dense.values())
            .filter(value -> !holes.contain(value))
            .findFirst()
            .orElseGet(() -> holes.isEmpty() ? column.filler() : beyond(holes));
    boolean areAll =
        !masses.isEmpty() && DoubleStream.of(numbers.values()).allMatch(masses::contain);
    return new NumberCell(
        ColumnMap.of(column, masses, dense, columns),
        filler,
        areAll ? masses.ofAll(numbers.values().length) : masses);
  }

  /** Returns a number above all intervals of point masses. */
  private static double beyond(Holes holes) {
    double last = holes.ends().get(holes.ends().size() - 1);
    return last + Math.max(1, Math.abs(last));
  }

  /** Returns the values with a density, if any. They determine the map of a column. */
  private static WeightedNumbers dense(
      TableColumn column, PointMasses masses, WeightedNumbers numbers) {
    WeightedNumbers dense = numbers.filter(value -> !masses.contain(value));
    if (dense.values().length >= FEWEST_DENSE) {
      return dense;
    }
    requireSome(column, numbers);
    WeightedNumbers inDomain =
        numbers.filter(value -> value > 0 || !(column.kind() instanceof ColumnKind.Positive));
    return inDomain.values().length > 0 ? inDomain : WeightedNumbers.of(column.filler());
  }

  private static void requireSome(TableColumn column, WeightedNumbers numbers) {
    if (numbers.values().length == 0) {
      throw new IllegalArgumentException(
          "column %s has no value in the training rows; leave it out"
              .formatted(Excerpt.of(column.name())));
    }
  }

  private TableDistribution() {}
}
