package io.github.tfflows.tables.cell;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A number.
 *
 * @param map the map of one feature, about standard normal, to the unit of the column
 * @param filler a number of the column, in the domain of the map
 * @param masses the point masses; for a {@link Levelled} number with phases, the point masses of
 *     the rests
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
   * @throws IllegalArgumentException if it does not act on single features
   */
  public NumberCell {
    Shape unused = map.forwardEventShape(Shape.of(1));
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
   * Builds the scaled number, squashed so that networks need not extrapolate for outliers. The
   * outcome and the value of a point mass follow, and the phase.
   */
  private Expr scaled(GraphScope scope, Expr values) {
    if (masses.isEmpty()) {
      return dense(scope, values, values.zeros());
    }
    Expr place = masses.places(values);
    Expr isMass = PointMasses.isMass(place);
    return scope.concat(
        1,
        List.of(
            dense(scope, values, isMass).times(isMass.complement()),
            masses.outcomes().oneHot(scope, place),
            masses.scaled(place)));
  }

  private Expr dense(GraphScope scope, Expr values, Expr isMass) {
    Expr scaled = map.inverse(scope, unlessMass(rest(values), isMass)).value().squash(FARTHEST);
    return phases
        .map(each -> scope.concat(1, List.of(scaled, each.features(each.places(values)))))
        .orElse(scaled);
  }

  /** Builds the rests of numbers without their phases. */
  public Expr rest(Expr values) {
    return phases.map(each -> each.rest(values)).orElse(values);
  }

  /** Builds numbers of the map's domain in place of masses. */
  public Expr unlessMass(Expr values, Expr isMass) {
    return isMass.greater(0).select(values.zeros().plus(filler), values);
  }

  /** A number with outcomes of its own, which networks read like any other. */
  public sealed interface Special extends Cell permits Tied, Levelled {
    NumberCell number();

    @Override
    default Expr features(GraphScope scope, Expr values) {
      return number().features(scope, values);
    }

    @Override
    default double filler() {
      return number().filler();
    }
  }

  /**
   * A number that equals another one in many rows, such as a payment that equals the bill. Equality
   * with the other number is an outcome beside the point masses:
   *
   * <pre>{@code
   * log p(x | y) = log P(x equals y) - log(width of a mass)   if x and y round to the same step
   * }</pre>
   *
   * <p>A point mass is no tie, even if the other number has the same value. The density of the
   * other values also gives {@code y}'s step a probability, which is not counted.
   *
   * @param others the places of the columns of numbers that it may equal, all before its own; the
   *     first one that it equals counts
   */
  public record Tied(NumberCell number, List<Integer> others) implements Special {
    /** The change of the logit of an impossible outcome. */
    private static final double IMPOSSIBLE = -1e9;

    /**
     * Copies the places.
     *
     * @throws IllegalArgumentException if there are none, or the number has phases
     */
    public Tied {
      others = List.copyOf(others);
      if (others.isEmpty() || number.phases().isPresent()) {
        throw new IllegalArgumentException(
            "expected a number without phases and the places of others, got " + others);
      }
    }

    private int firstTie() {
      return number.masses().values().size() + 1;
    }

    /** Returns the outcomes: none, the point masses, and the ties. */
    public CategoryCell outcomes() {
      return new CategoryCell(firstTie() + others.size());
    }

    /** Builds the indices of the numbers' outcomes. */
    public Expr places(Expr numbers, List<Expr> ofOthers) {
      Expr place = number.masses().isEmpty() ? numbers.zeros() : number.masses().places(numbers);
      for (int i = 0; i < others.size(); i++) {
        Condition isFree = place.less(0.5);
        Expr apart = rounded(numbers).minus(rounded(ofOthers.get(i))).abs();
        Expr tie = apart.greater(step() / 2).select(place, place.zeros().plus(firstTie() + i));
        place = isFree.select(tie, place);
      }
      return place;
    }

    private double step() {
      return number.masses().step();
    }

    private Expr rounded(Expr numbers) {
      return step() > 0
          ? numbers.times(1 / step()).plus(0.5).floor().times(step()).stopGradient()
          : numbers;
    }

    /**
     * Builds a term of the logits that excludes ties with a value that is a point mass of this
     * column.
     *
     * @param ofOthers the outcomes of the other numbers, by their indices; empty for numbers
     *     without outcomes
     * @param masses the point masses of the other numbers
     */
    public Expr possible(Expr zero, List<Optional<Expr>> ofOthers, List<PointMasses> masses) {
      List<Expr> parts = new ArrayList<>();
      IntStream.range(0, firstTie()).forEach(outcome -> parts.add(zero));
      for (int i = 0; i < others.size(); i++) {
        PointMasses known = masses.get(i);
        Optional<Expr> place = ofOthers.get(i).filter(each -> !known.isEmpty());
        parts.add(place.map(each -> possible(each, known)).orElse(zero));
      }
      return zero.scope().concat(1, parts);
    }

    private Expr possible(Expr place, PointMasses known) {
      double[] table =
          DoubleStream.concat(
                  DoubleStream.of(0),
                  known.values().stream()
                      .mapToDouble(mass -> number.masses().contain(mass) ? IMPOSSIBLE : 0))
              .toArray();
      GraphScope scope = place.scope();
      Expr row = scope.constant(Shape.of(1, table.length), table);
      return known.outcomes().oneHot(scope, place).times(row).sumLast().reshape(-1, 1);
    }

    /**
     * Builds draws: the tied number, spread over its step, where a tie was drawn, and {@code other}
     * elsewhere.
     */
    public Expr drawn(Expr place, Expr other, List<Expr> ofOthers, Noise noise) {
      Expr number = other;
      for (int i = 0; i < others.size(); i++) {
        Expr apart = place.minus(firstTie() + i).abs();
        number =
            apart
                .less(0.5)
                .select(PointMasses.spread(rounded(ofOthers.get(i)), step(), noise), number);
      }
      return number;
    }
  }

  /**
   * A number whose values are all point masses, called levels, such as the days of a year. Its
   * level is drawn before the point masses of other numbers, and all that follows may differ from
   * level to level. If the number has phases, its rests have the levels.
   */
  public record Levelled(NumberCell number) implements Special {
    /**
     * Checks the levels.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Levelled {
      if (number.masses().isEmpty()) {
        throw new IllegalArgumentException("expected a number with point masses");
      }
    }
  }
}
