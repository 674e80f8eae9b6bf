package io.github.tfflows.tables.cell;

import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The point masses of a column: values with a probability, where all others have a density. A
 * number within half a step of a point mass counts as this mass. With a step, a mass is spread over
 * its step, so that its log-probability is comparable with the log-densities of other values. The
 * density of other values has {@link Holes} at the masses.
 *
 * @param values the values in ascending order
 * @param step the step of the column's values; zero for none
 * @param width the width of a mass, in the unit of the density; zero for none
 * @param otherLogit the logit of all other values before training; that of each mass is zero
 */
public record PointMasses(List<Double> values, double step, double width, double otherLogit) {
  public static final PointMasses NONE = new PointMasses(List.of(), 0);

  /** Rounds the values to single precision, the precision of rows. */
  public PointMasses {
    values = values.stream().map(value -> (double) value.floatValue()).toList();
  }

  /** Creates masses as probable as other values before training. */
  public PointMasses(List<Double> values, double step, double width) {
    this(values, step, width, 0);
  }

  /** Creates masses in the unit of the density. */
  public PointMasses(List<Double> values, double step) {
    this(values, step, step);
  }

  /**
   * Returns these masses for data without other values. Before training, the probability of other
   * values is that of a mass divided by the number of rows.
   */
  public PointMasses ofAll(int rows) {
    return new PointMasses(values, step, width, -Math.log(rows));
  }

  /** Builds the logits of the outcomes before training, {@code [1, 1 + masses]}, unless zero. */
  public Optional<Expr> logits(GraphScope scope) {
    DoubleStream each =
        DoubleStream.concat(DoubleStream.of(otherLogit), values.stream().mapToDouble(v -> 0));
    return otherLogit == 0 ? Optional.empty() : Optional.of(row(scope, each));
  }

  /** Returns whether there are no point masses. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Returns whether a number counts as a point mass. */
  public boolean contain(double number) {
    return place(number) > 0;
  }

  /** Returns the index of a number among the outcomes: zero for no mass, then one for each mass. */
  public int place(double number) {
    for (int i = 0; i < values.size(); i++) {
      if (Math.abs(number - values.get(i)) <= step / 2) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Returns the logarithm of the width of a mass. */
  public double logWidth() {
    return width > 0 ? Math.log(width) : 0;
  }

  public CategoryCell outcomes() {
    return new CategoryCell(values.size() + 1);
  }

  /**
   * Builds the masses of distribution functions.
   *
   * @param probabilities the probability of no mass, and then of each mass, {@code [n, 1 + masses]}
   */
  public Marginals.Masses withProbabilities(Expr probabilities) {
    GraphScope scope = probabilities.scope();
    Expr middles = row(scope, values.stream().mapToDouble(v -> v)).expand(1);
    return new Marginals.Masses(
        middles,
        middles.zeros().plus(step),
        probabilities.slice(1, 1, values.size()).expand(1),
        probabilities.slice(1, 0, 1));
  }

  public Expr places(Expr numbers) {
    GraphScope scope = numbers.scope();
    Expr near = numbers.minus(row(scope, values.stream().mapToDouble(v -> v))).abs();
    Expr equal = near.greater(step / 2).select(near.zeros(), near.zeros().plus(1));
    Expr place = equal.times(row(scope, IntStream.rangeClosed(1, values.size()).asDoubleStream()));
    return place.sumLast().over(equal.sumLast().max(1)).reshape(-1, 1);
  }

  /** Builds one where the outcome is a mass, and zero elsewhere. */
  public static Expr isMass(Expr places) {
    return places.greater(0.5).indicator();
  }

  /** Builds draws of masses, uniform over their steps. */
  public Expr drawn(Expr places, Noise noise) {
    return spread(ofPlaces(places, values.stream().mapToDouble(v -> v)), step, noise);
  }

  /** Builds draws that are uniform over the steps of values. */
  public static Expr spread(Expr value, double step, Noise noise) {
    if (step == 0) {
      return value;
    }
    Expr spread = value.plus(noise.uniform(value.scope(), Shape.of(1)).minus(0.5).times(step));
    return spread.minus(value).abs().less(step / 2).select(spread, value); // not at the edge
  }

  /** Builds the values of masses for networks, with mean zero; zero for other values. */
  public Expr scaled(Expr places) {
    double mean = values.stream().mapToDouble(v -> v).average().orElse(0);
    double square = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0);
    double deviation = square > 0 ? Math.sqrt(square) : 1;
    return ofPlaces(places, values.stream().mapToDouble(value -> (value - mean) / deviation));
  }

  private Expr ofPlaces(Expr places, DoubleStream ofMasses) {
    GraphScope scope = places.scope();
    Expr table = row(scope, DoubleStream.concat(DoubleStream.of(0), ofMasses));
    return outcomes().oneHot(scope, places).times(table).sumLast().reshape(-1, 1);
  }

  private static Expr row(GraphScope scope, DoubleStream values) {
    double[] row = values.toArray();
    return scope.constant(Shape.of(1, row.length), row);
  }
}
