package io.github.tfflows.tables.flow;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.tables.column.ContextLayout;
import io.github.tfflows.tables.density.CategoryCell;
import io.github.tfflows.tables.density.PiecewiseEncoding;
import io.github.tfflows.tables.density.Ramp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.ndarray.Shape;

/**
 * A map whose networks see the conditions in their own scale: raw columns go in as {@link
 * ContextLayout} says, and the networks get standardised numbers, sines and cosines, one number a
 * name, and whether a value is there.
 *
 * @param bijector the map
 * @param conditions what becomes of each column of the context
 */
record TableContext(Bijector bijector, List<Condition> conditions) implements Bijector {
  /** The form in which networks read a column of the context. */
  sealed interface Condition {
    /** Builds the numbers of a column, shaped {@code [n, 1]}, as {@code [n, k]}. */
    Expr of(Expr column);

    /** Builds the numbers of the column at a place of the context. */
    default Expr at(Expr context, int place) {
      return of(context.slice(1, place, 1));
    }

    /** The lines by which networks read the column at a place; none if it is read otherwise. */
    default List<Ramp> ramps(int place) {
      return List.of();
    }
  }

  /**
   * A column with gaps: zeros where its value is missing, and whether it is there.
   *
   * @param condition the form of its values
   * @param bit the place in the context that tells whether a value is there
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

  /** A column that networks read by lines alone. */
  private sealed interface Lines extends Condition {
    @Override
    List<Ramp> ramps(int place);

    @Override
    default Expr of(Expr column) {
      return Ramp.read(ramps(0), column);
    }
  }

  /** A standardized number; networks do not see how far one is that is far from all others. */
  record Scaled(double mean, double scale) implements Lines {
    private static final double FARTHEST = 40;

    @Override
    public List<Ramp> ramps(int place) {
      return List.of(new Ramp(place, false, mean, 1 / scale, 0, FARTHEST));
    }
  }

  /** The standardized logarithm of a number. */
  record LogScaled(double mean, double scale) implements Lines {
    @Override
    public List<Ramp> ramps(int place) {
      return List.of(new Ramp(place, true, mean, 1 / scale, 0, Scaled.FARTHEST));
    }
  }

  /** A number by itself, and by the intervals that it has passed. */
  record Encoded(Condition number, PiecewiseEncoding encoding) implements Lines {
    @Override
    public List<Ramp> ramps(int place) {
      return Stream.of(number.ramps(place), encoding.ramps(place)).flatMap(List::stream).toList();
    }
  }

  /** The point of a circle that an angle stands for. */
  record Angle(double period) implements Condition {
    @Override
    public Expr of(Expr column) {
      Expr angle = column.times(2 * Math.PI / period);
      return column.scope().concat(1, List.of(angle.sin(), angle.cos()));
    }
  }

  /**
   * One number for each outcome of a name: one for that of the name given by its place, or zero.
   */
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

  private GraphScope embedded(GraphScope scope) {
    return embedded(scope, conditions);
  }

  /** Returns a place with the context as networks read it. */
  static GraphScope embedded(GraphScope scope, List<Condition> conditions) {
    return scope.withEmbeddedContext(
        "conditions", place -> read(conditions, place.context().orElseThrow()));
  }

  /** Builds the numbers of all columns; those of neighbouring lines go through the same ops. */
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
