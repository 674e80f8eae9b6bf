package io.github.tfflows.tables.flow;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.Cycles;
import io.github.tfflows.tables.cell.PiecewiseEncoding;
import io.github.tfflows.tables.cell.Ramp;
import io.github.tfflows.tables.density.RowLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * A map whose networks read scaled conditions. The context has raw columns in the order of {@link
 * RowLayout.Order#VALUES_FIRST}; networks read standardized numbers, sines and cosines, one-hot
 * names, and whether a value is present, in the form of each condition.
 */
record TableContext(Bijector bijector, List<Condition> conditions) implements Bijector {
  /** The form of a column of the context for networks. */
  sealed interface Condition {
    /** Builds the numbers of a column, shaped {@code [n, 1]}, as {@code [n, k]}. */
    Expr of(Expr column);

    /** Builds the numbers of the column at an index of the context. */
    default Expr at(Expr context, int place) {
      return of(context.slice(1, place, 1));
    }

    /**
     * Returns the linear ramps that networks read for the column at an index; empty if it has
     * another form.
     */
    default List<Ramp> ramps(int place) {
      return List.of();
    }
  }

  /**
   * A column with gaps, whose bit is at an index of the context. Networks read the bit, and zeros
   * in place of a missing value.
   */
  record WithGaps(Condition condition, int bit) implements Condition {
    @Override
    public Expr of(Expr column) {
      return condition.of(column);
    }

    @Override
    public Expr at(Expr context, int place) {
      Expr isThere = context.slice(1, bit, 1);
      Expr values = condition.at(context, place).times(isThere);
      return context.scope().concat(1, List.of(values, isThere));
    }
  }

  /** A column that networks read only by linear ramps. */
  private sealed interface Lines extends Condition {
    @Override
    List<Ramp> ramps(int place);

    @Override
    default Expr of(Expr column) {
      return Ramp.read(ramps(0), column);
    }
  }

  /** A standardized number, clipped at a number of standard deviations from the mean. */
  record Scaled(double mean, double scale, double reach) implements Lines {
    @Override
    public List<Ramp> ramps(int place) {
      return List.of(new Ramp(place, false, mean, 1 / scale, 0, reach));
    }
  }

  /** The standardized logarithm of a number, clipped likewise. */
  record LogScaled(double mean, double scale, double reach) implements Lines {
    @Override
    public List<Ramp> ramps(int place) {
      return List.of(new Ramp(place, true, mean, 1 / scale, 0, reach));
    }
  }

  /** A number and its piecewise linear encoding. */
  record Encoded(Condition number, PiecewiseEncoding encoding) implements Lines {
    @Override
    public List<Ramp> ramps(int place) {
      return Stream.of(number.ramps(place), encoding.ramps(place)).flatMap(List::stream).toList();
    }
  }

  /** The cosine and the sine of an angle. */
  record Angle(double period) implements Condition {
    @Override
    public Expr of(Expr column) {
      Expr angle = column.times(2 * Math.PI / period);
      return column.scope().concat(1, List.of(angle.sin(), angle.cos()));
    }
  }

  /** A number and its points on circles. */
  record Recurring(Condition number, Cycles cycles) implements Condition {
    @Override
    public Expr of(Expr column) {
      return column.scope().concat(1, List.of(number.of(column), cycles.of(column)));
    }
  }

  /** A name, one-hot encoded from its index. */
  record OneHot(CategoryCell names) implements Condition {
    @Override
    public Expr of(Expr column) {
      return names.features(column.scope(), column);
    }
  }

  TableContext {
    conditions = List.copyOf(conditions);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return bijector.forward(embedded(scope), x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return bijector.inverse(embedded(scope), y);
  }

  @Override
  public boolean losesDigits() {
    return bijector.losesDigits();
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return bijector.forwardEventShape(event);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return bijector.inverseEventShape(event);
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return bijector.monotonicity(event);
  }

  @Override
  public Optional<Split> split() {
    return bijector.split().map(parts -> new Split(with(parts.first()), with(parts.second())));
  }

  private TableContext with(Bijector other) {
    return new TableContext(other, conditions);
  }

  private GraphScope embedded(GraphScope scope) {
    return embedded(scope, conditions);
  }

  static GraphScope embedded(GraphScope scope, List<Condition> conditions) {
    return scope.withContextAs(conditions, context -> read(conditions, context));
  }

  /** Builds the numbers of all columns, with common ops for consecutive ramps. */
  private static Expr read(List<Condition> conditions, Expr context) {
    List<Expr> parts = new ArrayList<>();
    List<Ramp> open = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      List<Ramp> ramps = conditions.get(i).ramps(i);
      open.addAll(ramps);
      boolean isEnd = ramps.isEmpty() || i == conditions.size() - 1;
      if (isEnd && !open.isEmpty()) {
        parts.add(Ramp.read(List.copyOf(open), context));
        open.clear();
      }
      if (ramps.isEmpty()) {
        parts.add(conditions.get(i).at(context, i));
      }
    }
    return context.scope().concat(1, parts);
  }
}
