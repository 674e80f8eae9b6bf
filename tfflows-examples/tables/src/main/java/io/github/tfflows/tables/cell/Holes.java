package io.github.tfflows.tables.cell;

import io.github.tfflows.core.MaskableBijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A map that removes intervals from a line and joins its parts: {@code y = x - Σ min(max(x - start,
 * 0), end - start)} is the inverse. Forward reopens the intervals, so that no number falls into
 * one. Both preserve volume: a density on the joined line becomes one that is zero within the
 * intervals and still integrates to one. The inverse maps numbers within an interval to its seam.
 *
 * @param starts the lower ends of the intervals, in ascending order
 * @param ends their upper ends, each below the next lower end
 */
public record Holes(List<Double> starts, List<Double> ends) implements MaskableBijector {
  /** Intervals closer than this, relative to their width, are merged. */
  private static final double SEAM = 1e-3;

  private static final double FARTHEST = Float.MAX_VALUE;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the intervals are not disjoint and in order
   */
  public Holes {
    starts = List.copyOf(starts);
    ends = List.copyOf(ends);
    double last = Double.NEGATIVE_INFINITY;
    boolean isInOrder = starts.size() == ends.size();
    for (int i = 0; isInOrder && i < starts.size(); i++) {
      isInOrder = starts.get(i) >= last && ends.get(i) > starts.get(i);
      last = ends.get(i);
    }
    if (!isInOrder) {
      throw new IllegalArgumentException(
          "expected disjoint intervals in ascending order, got those from %s to %s"
              .formatted(starts, ends));
    }
  }

  /**
   * Returns the intervals of point masses. An interval within a step of {@code low}, the least
   * number of the domain (minus infinity for none), extends to it.
   */
  public static Holes of(PointMasses masses, double low) {
    List<Double> starts = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    double step = masses.step();
    for (double value : step > 0 ? masses.values() : List.<Double>of()) {
      double start = value - step <= low ? low : value - step / 2;
      int last = ends.size() - 1;
      if (last >= 0 && start - ends.get(last) <= SEAM * step) {
        ends.set(last, value + step / 2);
      } else {
        starts.add(start);
        ends.add(value + step / 2);
      }
    }
    return new Holes(starts, ends);
  }

  public boolean isEmpty() {
    return starts.isEmpty();
  }

  private double width(int hole) {
    return ends.get(hole) - starts.get(hole);
  }

  /** Returns the image of a number on the joined line. */
  public double glued(double x) {
    return x
        - IntStream.range(0, starts.size())
            .mapToDouble(i -> Math.min(Math.max(x - starts.get(i), 0), width(i)))
            .sum();
  }

  /** Returns the number whose image on the joined line is another number. */
  public double reopened(double y) {
    double x = y;
    for (int i = 0; i < starts.size() && x >= starts.get(i); i++) {
      x += width(i);
    }
    return x;
  }

  /** Returns whether a number is within an interval. */
  public boolean contain(double x) {
    return IntStream.range(0, starts.size()).anyMatch(i -> x >= starts.get(i) && x <= ends.get(i));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Expr within = y.minus(row(scope, starts)).max(0).min(row(scope, widths()));
    return scope.entrywise(y, new Mapped(y.minus(sum(within)), y.zeros()));
  }

  /** No number is rounded across an end. */
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Condition isAbove = x.atLeast(row(scope, seams()));
    Expr widths = row(scope, widths());
    Expr open = x.plus(sum(isAbove.select(widths.plus(x.zeros()), x.minus(widths).zeros())));
    Expr least = x.minus(widths).zeros().minus(FARTHEST);
    Expr from = isAbove.select(row(scope, beyond()).plus(x.zeros()), least).maxAlong(1);
    Expr to = isAbove.select(least.negated(), row(scope, before()).plus(x.zeros()));
    Expr inside = open.max(from).min(to.negated().maxAlong(1).negated());
    return scope.entrywise(x, new Mapped(inside, x.zeros()));
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING;
  }

  private static Expr sum(Expr entries) {
    return entries.sumLast().reshape(-1, 1);
  }

  private List<Double> widths() {
    return IntStream.range(0, starts.size()).mapToObj(this::width).toList();
  }

  private List<Double> seams() {
    return starts.stream().map(this::glued).toList();
  }

  /** Returns the numbers in single precision next to the ends, outside the intervals. */
  private List<Double> beyond() {
    return ends.stream().map(end -> (double) Math.nextUp(Math.nextUp(end.floatValue()))).toList();
  }

  private List<Double> before() {
    return starts.stream()
        .map(start -> (double) Math.nextDown(Math.nextDown(start.floatValue())))
        .toList();
  }

  private static Expr row(GraphScope scope, List<Double> values) {
    double[] row = values.stream().mapToDouble(value -> value).toArray();
    return scope.constant(Shape.of(1, row.length), row);
  }
}
