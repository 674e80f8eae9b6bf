package io.github.tfflows.tables;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.density.Cell;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.TableDensity;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;

/**
 * The density of the raw columns of a table. Each column that is a number has a map from the flow's
 * scale to its own: by mean and scale, and then by an exponential or a bounded sigmoid where the
 * kind of the column needs one.
 */
public final class TableFlow {
  private static final double EPSILON = Math.ulp(1f);

  /** The network of the logits of a name, or of whether a value is there. */
  private static final Conditioner NAMES = Mlp.of(64, 64);

  /**
   * Returns the density of the columns of a table: a flow on raw numbers, or a {@link TableDensity}
   * where there are names, or columns with gaps.
   *
   * @param flows returns a flow on the columns that are numbers, by their number. Where these have
   *     gaps, it must allow absent entries.
   * @param schema the columns
   * @param training the rows that determine means and scales
   * @return the density on raw columns, conditional where columns are given
   */
  public static Distribution of(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Data training) {
    List<TableContext.Condition> conditions = new ArrayList<>();
    for (int i = 0; i < schema.given().size(); i++) {
      conditions.add(condition(schema.given().get(i), column(training.context(), i)));
    }
    if (!schema.isNumeric()) {
      TableDensity mixed = mixed(flows, schema, training.x());
      return conditions.isEmpty() ? mixed : new ConditionedTable(mixed, conditions);
    }
    TransformedDistribution raw = numeric(flows, schema, training.x());
    return conditions.isEmpty()
        ? raw
        : new TransformedDistribution(raw.base(), new TableContext(raw.bijector(), conditions));
  }

  private static TransformedDistribution numeric(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Rows training) {
    List<Blockwise.Part> parts = new ArrayList<>();
    for (int i = 0; i < schema.modelled().size(); i++) {
      Bijector map = map(schema.modelled().get(i).kind(), column(training, i));
      parts.add(new Blockwise.Part(1, map));
    }
    return flows.apply(parts.size()).then(new Blockwise(parts));
  }

  private static TableDensity mixed(
      IntFunction<TransformedDistribution> flows, TableSchema schema, Rows training) {
    List<Cell> cells = new ArrayList<>();
    RowLayout layout = schema.layout();
    for (int i = 0; i < schema.modelled().size(); i++) {
      TableColumn column = schema.modelled().get(i);
      double[] values = layout.present(training, i);
      cells.add(
          column.kind().isNamed()
              ? new Cell.Categorical(column.names().size())
              : new Cell.Numeric(map(column.kind(), requireSome(column, values)), column.filler()));
    }
    int numbers = schema.numbers();
    return new TableDensity(
        cells,
        layout.optional(),
        numbers == 0 ? Optional.empty() : Optional.of(flows.apply(numbers)),
        NAMES,
        schema.conditioning());
  }

  private static Bijector map(ColumnKind kind, double[] values) {
    if (kind instanceof ColumnKind.Positive) {
      return Chain.of(scale(values, Math::log), new Exp());
    }
    if (kind instanceof ColumnKind.Count) {
      Standardize oneLess = new Standardize(List.of(-1.0), List.of(1.0));
      return Chain.of(scale(values, Math::log1p), new Exp(), oneLess);
    }
    if (kind instanceof ColumnKind.Bounded within) {
      return Chain.of(
          scale(values, logit(within.low(), within.high())),
          new Sigmoid(within.low(), within.high()));
    }
    if (kind instanceof ColumnKind.Circular circle) {
      return circular(circle.period(), values);
    }
    return scale(values, x -> x);
  }

  /** A map from the reals to a circle that is cut where the data are sparsest. */
  private static Bijector circular(double period, double[] values) {
    Circle circle = new Circle(start(period, values), emptiest(period, values), period);
    double low = circle.cut();
    DoubleUnaryOperator unwound = y -> y - period * Math.floor((y - low) / period);
    return Chain.of(
        scale(values, unwound.andThen(logit(low, low + period))),
        new Sigmoid(low, low + period),
        circle);
  }

  /** The standardisation of mapped values. */
  private static Standardize scale(double[] values, DoubleUnaryOperator map) {
    float[] mapped = new float[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) map.applyAsDouble(values[i]);
    }
    return Standardize.fit(mapped, 1);
  }

  /**
   * The start of the circle: zero or minus half a period if that fits the data, else their minimum.
   */
  private static double start(double period, double[] values) {
    DoubleSummaryStatistics range = DoubleStream.of(values).summaryStatistics();
    if (range.getMin() >= 0 && range.getMax() <= period) {
      return 0;
    }
    boolean centered = range.getMin() >= -period / 2 && range.getMax() <= period / 2;
    return centered ? -period / 2 : range.getMin();
  }

  /** The middle of the arc with the fewest values in it and next to it. */
  static double emptiest(double period, double[] values) {
    int arcs = Math.max(8, Math.min(72, values.length / 20));
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

  private static TableContext.Condition condition(TableColumn column, double[] values) {
    ColumnKind kind = column.kind();
    if (kind.isNamed()) {
      return new TableContext.OneHot(column.names().size());
    }
    if (kind instanceof ColumnKind.Circular circle) {
      return new TableContext.Angle(circle.period());
    }
    boolean positive = kind instanceof ColumnKind.Positive;
    Standardize scale = scale(values, positive ? Math::log : x -> x);
    double mean = scale.mean().get(0);
    double deviation = scale.scale().get(0);
    return positive
        ? new TableContext.LogScaled(mean, deviation)
        : new TableContext.Scaled(mean, deviation);
  }

  private static double[] requireSome(TableColumn column, double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "column %s has no value in the rows to learn from; leave it out"
              .formatted(Excerpt.of(column.name())));
    }
    return values;
  }

  private static double[] column(Rows rows, int index) {
    double[] column = new double[rows.count()];
    for (int i = 0; i < column.length; i++) {
      column[i] = rows.values()[i * rows.size() + index];
    }
    return column;
  }

  private TableFlow() {}
}
