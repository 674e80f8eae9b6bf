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
 * @param filler a number that the column can have, in the domain of the map
 * @param masses the values that have a probability of their own
 * @param phases the phases, of whose rests the map is; empty where it is of the numbers themselves
 * @param encoding the intervals by which networks read the number, too; empty where there are none
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

  /** Returns this column with intervals by which networks read its numbers, too. */
  public NumberCell encodedBy(Optional<PiecewiseEncoding> pieces) {
    return new NumberCell(map, filler, masses, phases, pieces);
  }

  /** Creates a column that can be zero, and of which all values have a density. */
  public NumberCell(Bijector map) {
    this(map, 0, PointMasses.NONE);
  }

  /** The number in the scale of the flow, and the intervals that it has passed. */
  @Override
  public Expr features(GraphScope scope, Expr values) {
    Expr read = scaled(scope, values);
    return encoding.map(pieces -> scope.concat(1, List.of(read, pieces.of(values)))).orElse(read);
  }

  /**
   * The number in the scale of the flow, squashed so that one far away does not take the networks
   * beyond all that they have learned; of a mass its outcome and its value, and the phase.
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

  /** The remainders of numbers without their phases. */
  Expr rest(Expr values) {
    return phases.map(each -> each.rest(values)).orElse(values);
  }

  /** Numbers of the map's domain in place of masses. */
  Expr unlessMass(Expr values, Expr isMass) {
    return isMass.greater(0).select(values.zeros().plus(filler), values);
  }
}
