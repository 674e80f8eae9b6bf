package io.github.tfflows.tables.density;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A number.
 *
 * @param map the map of one feature, about standard normal, to the unit of the column
 * @param filler a number of the column, in the domain of the map
 * @param masses the point masses
 * @param phases the phases; the map then applies to the rests; empty if it applies to the numbers
 *     themselves
 * @param encoding the piecewise linear encoding that networks read, too, if any
 */
public record NumberCell(
    Bijector map,
    double filler,
    PointMasses masses,
    Optional<Phases> phases,
    Optional<PiecewiseEncoding> encoding)
    implements Cell {
  private static final double FARTHEST = 10;

  /**
   * Checks the map.
   *
   * @throws IllegalArgumentException if it does not act on single features, or there are phases and
   *     point masses
   */
  public NumberCell {
    Shape unused = map.forwardEventShape(Shape.of(1));
    if (phases.isPresent() && !masses.isEmpty()) {
      throw new IllegalArgumentException("expected phases or point masses, got both");
    }
  }

  /** Creates a column without phases. */
  public NumberCell(Bijector map, double filler, PointMasses masses) {
    this(map, filler, masses, Optional.empty(), Optional.empty());
  }

  /** Returns this column with a piecewise linear encoding for networks. */
  public NumberCell encodedBy(Optional<PiecewiseEncoding> pieces) {
    return new NumberCell(map, filler, masses, phases, pieces);
  }

  /** Creates a column without point masses, whose filler is zero. */
  public NumberCell(Bijector map) {
    this(map, 0, PointMasses.NONE);
  }

  /** Builds the scaled number and its piecewise linear encoding. */
  @Override
  public Expr features(GraphScope scope, Expr values) {
    Expr read = scaled(scope, values);
    return encoding.map(pieces -> scope.concat(1, List.of(read, pieces.of(values)))).orElse(read);
  }

  /**
   * Builds the scaled number, squashed so that networks need not extrapolate for outliers; for a
   * point mass its outcome and value, and the phase.
   */
  private Expr scaled(GraphScope scope, Expr values) {
    if (phases.isPresent()) {
      Expr rest = map.inverse(scope, rest(values)).value().squash(FARTHEST);
      return scope.concat(1, List.of(rest, phases.get().features(phases.get().places(values))));
    }
    if (masses.isEmpty()) {
      return map.inverse(scope, values).value().squash(FARTHEST);
    }
    Expr place = masses.places(values);
    Expr isMass = PointMasses.isMass(place);
    Expr scaled = map.inverse(scope, unlessMass(values, isMass)).value().squash(FARTHEST);
    return scope.concat(
        1,
        List.of(
            scaled.times(isMass.complement()),
            masses.outcomes().features(scope, place),
            masses.scaled(place)));
  }

  /** Builds the rests of numbers without their phases. */
  Expr rest(Expr values) {
    return phases.map(each -> each.rest(values)).orElse(values);
  }

  /** Builds numbers of the map's domain in place of masses. */
  Expr unlessMass(Expr values, Expr isMass) {
    return isMass.greater(0).select(values.zeros().plus(filler), values);
  }
}
