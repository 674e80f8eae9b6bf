package io.github.tfflows.tables.flow;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Expm1;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.tables.cell.Holes;
import io.github.tfflows.tables.cell.Phases;
import io.github.tfflows.tables.cell.PiecewiseEncoding;
import io.github.tfflows.tables.cell.PointMasses;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Lattice;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.flow.Histogram.Residues;
import io.github.tfflows.tables.sketch.Selection;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * The maps between a column and the scale of the flow: mean and scale, and then, for some kinds of
 * columns, an exponential or a bounded sigmoid.
 */
final class ColumnMap {
  private static final double EPSILON = Math.ulp(1f);
  private static final int MOST_ARCS = 72;
  private static final int DAYS_OF_WEEK = 7;

  /** Networks read numbers up to this many times the largest distance of a training row. */
  private static final double BEYOND = 1.5;

  /** The largest distance that networks read; that of fill values may be larger. */
  private static final double MOST_REACH = 40;

  /** The share of rows below the upper end of the bulk of shared numbers, and the cells in it. */
  private static final double BULK = 0.95;

  private static final int CELLS = 1_024;

  /** The lower end of the domain of counts with noise. */
  private static final double LEAST_COUNT = -1;

  /**
   * Returns the map of a column, fitted to the numbers with a density.
   *
   * @param columns the number of modelled columns
   */
  static Bijector of(TableColumn column, WeightedNumbers numbers, int columns) {
    return of(column, column.masses(), numbers, columns);
  }

  /** Returns the map of a column with other point masses. */
  static Bijector of(TableColumn column, PointMasses masses, WeightedNumbers numbers, int columns) {
    Holes holes = holes(column, masses);
    WeightedNumbers glued =
        holes.isEmpty() ? numbers : numbers.mapped(x -> holes.contain(x) ? x : holes.glued(x));
    Optional<Relief> relief = relief(column, holes, glued);
    List<Bijector> maps = new ArrayList<>();
    maps.add(smooth(column, relief.map(glued::levelled).orElse(glued), columns));
    relief.ifPresent(maps::add);
    if (!holes.isEmpty()) {
      maps.add(holes);
    }
    if (column.unit() != 1) {
      maps.add(new DensityUnit(column.unit()));
    }
    return maps.size() == 1 ? maps.get(0) : new Chain(maps);
  }

  /** Returns the intervals of point masses, without a density. */
  static Holes holes(TableColumn column, PointMasses masses) {
    ColumnKind kind = column.kind();
    double low = kind instanceof ColumnKind.Positive ? 0 : Double.NEGATIVE_INFINITY;
    return Holes.of(masses, kind instanceof ColumnKind.Count ? LEAST_COUNT : low);
  }

  static Bijector of(TableColumn column, WeightedNumbers rests, Phases phases, int columns) {
    double step = column.step() * phases.count();
    Optional<Relief> relief =
        Histogram.of(step, rests.values()).flatMap(each -> each.relief(residues(column, step)));
    Bijector smooth = smooth(column, relief.map(rests::levelled).orElse(rests), columns);
    return relief.isPresent() ? Chain.of(smooth, relief.get()) : smooth;
  }

  /**
   * Returns the peaks and gaps of numbers with a step, on the line without holes; none for a
   * circle.
   */
  static Optional<Relief> relief(TableColumn column, Holes holes, WeightedNumbers numbers) {
    if (column.kind().cycle().isPresent()) {
      return Optional.empty();
    }
    double[] values = numbers.values();
    if (column.coding() instanceof TimeCoding time && time.isOfDays()) {
      return Histogram.ofDays(column.spacing(), values)
          .flatMap(
              each ->
                  each.relief(
                      Residues.ofDays(
                          cell -> time.moment(holes.reopened(each.value(cell))).toLocalDate())));
    }
    return Histogram.of(column.spacing(), values)
        .flatMap(each -> each.relief(residues(column, column.step())))
        .or(() -> ofShared(column, numbers));
  }

  /**
   * Returns the peaks and gaps of irregular numbers that rows share, without a step or with many.
   */
  private static Optional<Relief> ofShared(TableColumn column, WeightedNumbers numbers) {
    List<Double> shared =
        column.coding() instanceof NumberCoding coding ? coding.lattice().shared() : List.of();
    double[] each = shared.stream().mapToDouble(value -> value).toArray();
    if (!Lattice.areIrregular(each) || numbers.values().length == 0) {
      return Optional.empty();
    }
    double[] values = numbers.values();
    int last = values.length - 1;
    double high = Selection.at((int) (BULK * last), values.clone());
    double low = Selection.at((int) ((1 - BULK) * last), values.clone());
    return Histogram.of((high - low) / CELLS, values).flatMap(cells -> cells.relief(List.of()));
  }

  /** Returns the times of day and of the week, or the last one to three digits. */
  private static List<Residues> residues(TableColumn column, double step) {
    if (!column.kind().isTemporal()) {
      return List.of(Residues.modulo(10), Residues.modulo(100), Residues.modulo(1000));
    }
    int day = (int) Math.max(1, Math.rint(ColumnKind.DAY / (column.kind().seconds() * step)));
    return List.of(Residues.modulo(day), Residues.modulo(DAYS_OF_WEEK * day));
  }

  private static Bijector smooth(TableColumn column, WeightedNumbers numbers, int columns) {
    ColumnKind kind = column.kind();
    if (kind instanceof ColumnKind.Positive) {
      return Chain.of(numbers.standardized(Math::log), new Exp());
    }
    if (kind instanceof ColumnKind.Count) {
      return Chain.of(numbers.standardized(Math::log1p), new Expm1());
    }
    if (kind instanceof ColumnKind.Bounded within) {
      double noise = column.spacing() / 2; // of values at the bounds
      double low = column.scale().number(within.low()) - noise;
      double high = column.scale().number(within.high()) + noise;
      return Chain.of(numbers.standardized(logit(low, high)), new Sigmoid(low, high));
    }
    if (kind instanceof ColumnKind.Circular circle) {
      double unit = column.coding() instanceof NumberCoding coding ? coding.unit() : 0;
      double start = start(circle.period(), unit, numbers.values());
      return circular(circle.period(), start, MOST_ARCS, numbers);
    }
    if (kind instanceof ColumnKind.TimeOfDay) {
      double period = kind.cycle().orElseThrow();
      double start = -column.step() / 2; // the lower end of the noise of midnight
      return circular(period, start, (int) (period / column.step()), numbers);
    }
    return HeavyTails.of(numbers, columns)
        .<Bijector>map(tails -> tails.map(numbers))
        .orElseGet(() -> numbers.standardized(x -> x));
  }

  /** Returns a map from the reals to a circle, cut where the data are sparsest. */
  private static Bijector circular(
      double period, double start, int mostArcs, WeightedNumbers numbers) {
    Circle circle = new Circle(start, emptiest(period, mostArcs, numbers.values()), period);
    double low = circle.cut();
    DoubleUnaryOperator unwound = y -> y - period * Math.floor((y - low) / period);
    return Chain.of(
        numbers.standardized(unwound.andThen(logit(low, low + period))),
        new Sigmoid(low, low + period),
        circle);
  }

  /**
   * Returns the start of the circle: zero or minus half a period if that suits the data, else their
   * minimum. It is half a unit below the least draw, which can be one end of the circle alone: the
   * upper end if the data have that one.
   */
  private static double start(double period, double unit, double[] values) {
    DoubleSummaryStatistics range = DoubleStream.of(values).summaryStatistics();
    double least =
        DoubleStream.of(0, -period / 2)
            .filter(low -> range.getMin() >= low && range.getMax() <= low + period)
            .map(low -> range.getMax() == low + period && range.getMin() > low ? low + unit : low)
            .findFirst()
            .orElse(range.getMin());
    return least - unit / 2;
  }

  /** Returns the middle of the arc with the fewest values in it and next to it. */
  static double emptiest(double period, int mostArcs, double... values) {
    int arcs = Math.min(mostArcs, Math.max(8, Math.min(MOST_ARCS, values.length / 20)));
    int[] counts = new int[arcs];
    for (double value : values) {
      double share = value / period - Math.floor(value / period);
      counts[Math.min(arcs - 1, (int) (share * arcs))]++;
    }
    int best = 0;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < arcs; i++) {
      int around = counts[(i + arcs - 1) % arcs] + 2 * counts[i] + counts[(i + 1) % arcs];
      if (around < fewest) {
        fewest = around;
        best = i;
      }
    }
    return (best + 0.5) * period / arcs;
  }

  private static DoubleUnaryOperator logit(double low, double high) {
    return y -> {
      double share = Math.min(1 - EPSILON, Math.max(EPSILON, (y - low) / (high - low)));
      return Math.log(share) - Math.log1p(-share);
    };
  }

  /**
   * Returns the form in which networks read a given column.
   *
   * @param encoding the piecewise linear encoding of a number, if any
   */
  static TableContext.Condition condition(
      TableColumn column, WeightedNumbers numbers, Optional<PiecewiseEncoding> encoding) {
    ColumnKind kind = column.kind();
    if (kind.isNamed()) {
      return new TableContext.OneHot(column.categories());
    }
    if (kind.cycle().isPresent()) {
      return new TableContext.Angle(kind.cycle().getAsDouble());
    }
    boolean positive = kind instanceof ColumnKind.Positive;
    DoubleUnaryOperator map = positive ? Math::log : x -> x;
    Standardize scale = numbers.standardized(map);
    double mean = scale.mean().get(0);
    double deviation = scale.scale().get(0);
    double reach = reach(numbers.mapped(map).values(), mean, deviation);
    TableContext.Condition number =
        positive
            ? new TableContext.LogScaled(mean, deviation, reach)
            : new TableContext.Scaled(mean, deviation, reach);
    return encoding
        .<TableContext.Condition>map(pieces -> new TableContext.Encoded(number, pieces))
        .orElse(number);
  }

  /**
   * Returns the largest distance from the mean that networks read, in standard deviations. Networks
   * are linear beyond the training rows, so that a count of a hundred deviations could multiply a
   * positive target by any factor.
   */
  private static double reach(double[] scaled, double mean, double deviation) {
    double farthest =
        DoubleStream.of(scaled)
            .map(x -> Math.abs(x - mean) / deviation)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    return Math.min(MOST_REACH, BEYOND * Math.max(1, farthest));
  }

  private ColumnMap() {}
}
