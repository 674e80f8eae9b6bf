package io.github.tfflows.core;

import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.FloatLimits;
import io.github.tfflows.core.graph.GraphScope;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * The marginal distribution functions of the entries of an event: {@code F(x) = P(X ≤ x)} and its
 * complement, and the inverses of both.
 *
 * <p>For precision in the tails, use {@code cdf} and {@code quantile} where the probability below
 * an entry is small, and {@code survival} and {@code upperQuantile} where the probability above it
 * is small. All four functions return arrays of the shape of their argument. They are for
 * evaluation; not all have gradients.
 *
 * @param cdf builds {@code P(X ≤ x)} from entries {@code x}
 * @param survival builds {@code P(X > x)} from entries {@code x}
 * @param quantile builds the {@code x} with {@code P(X ≤ x) = p} from probabilities {@code p}
 * @param upperQuantile builds the {@code x} with {@code P(X > x) = p} from probabilities {@code p}
 * @param presence builds the probability that an entry has a value; the other functions are
 *     conditional on it. Empty if all entries have values
 * @param hints properties that speed up searches for the quantiles of mixtures
 */
public record Marginals(
    Function cdf,
    Function survival,
    Function quantile,
    Function upperQuantile,
    Optional<Function> presence,
    Hints hints) {
  /** Creates the functions of entries that all have values, without hints. */
  public Marginals(Function cdf, Function survival, Function quantile, Function upperQuantile) {
    this(cdf, survival, quantile, upperQuantile, Optional.empty(), Hints.NONE);
  }

  /**
   * Properties of a distribution that speed up searches for the quantiles of mixtures.
   *
   * @param parts masses, and the distribution of all other values. A mixture searches only for the
   *     quantiles of other values
   * @param last the last map of the entries. A mixture whose members all have this map searches for
   *     quantiles before it
   * @param tangent builds the distribution functions and their slope, for Newton's method; without
   *     it, bisection finds the quantiles of mixtures
   */
  public record Hints(
      Optional<Parts> parts,
      Optional<Last> last,
      Optional<BiFunction<GraphScope, Expr, Tangent>> tangent) {
    static final Hints NONE = new Hints(Optional.empty(), Optional.empty(), Optional.empty());

    private Hints in(BiFunction<GraphScope, Expr, GraphScope> place) {
      return new Hints(
          parts.map(each -> each.in(place)),
          last.map(map -> new Last(map.before().in(place), moved(map.up(), place))),
          tangent.map(each -> (scope, x) -> each.apply(place.apply(scope, x), x)));
    }
  }

  /**
   * The parts of a distribution: masses, and all other values.
   *
   * @param others the functions of all other values; their presence is the probability of such a
   *     value
   */
  public record Parts(BiFunction<GraphScope, Expr, Masses> masses, Marginals others) {
    private Parts in(BiFunction<GraphScope, Expr, GraphScope> place) {
      return new Parts((scope, x) -> masses.apply(place.apply(scope, x), x), others.in(place));
    }
  }

  /**
   * An increasing map of the entries.
   *
   * @param before the distribution functions of the entries before it
   * @param up builds the image of each entry
   */
  public record Last(Marginals before, Function up) {}

  /**
   * The distribution functions and their slope at entries, in one pass.
   *
   * @param below {@code P(X ≤ x)}
   * @param above {@code P(X > x)}
   * @param density the slope of {@code below}
   */
  public record Tangent(Expr below, Expr above, Expr density) {
    /** Returns these with the two sides exchanged. */
    Tangent reversed() {
      return new Tangent(/* below= */ above, /* above= */ below, density);
    }
  }

  /** A function of each entry. */
  @FunctionalInterface
  public interface Function {
    /** Builds the function at entries shaped {@code [n, event...]}, in the same shape. */
    Expr at(GraphScope scope, Expr entries);
  }

  /**
   * Returns the functions of a distribution whose quantiles have no formula: bisection finds them,
   * to rounding, in about 35 steps in single precision and 65 in double. The quantile of a number
   * outside [0, 1] is NaN. If rounding leaves the whole probability below {@code p}, the quantile
   * is the upper end of the support.
   *
   * @param cdf builds {@code P(X ≤ x)}, a number for every finite {@code x}
   * @param survival builds {@code P(X > x)}, a number for every finite {@code x}
   */
  public static Marginals of(Function cdf, Function survival) {
    return new Marginals(
        cdf,
        survival,
        (scope, p) -> {
          Expr level = p.min(cdf.at(scope, largest(p)));
          return found(scope, p, (at, x) -> level.greater(cdf.at(at, x)));
        },
        (scope, p) -> {
          Expr whole = survival.at(scope, largest(p).negated());
          Expr level = p.min(whole.times(1 - scope.limits().epsilon() / 2)); // the number before
          return found(scope, p, (at, x) -> survival.at(at, x).greater(level));
        });
  }

  /** Builds the largest finite number for each probability. */
  private static Expr largest(Expr p) {
    return p.zeros().plus(p.scope().limits().largest());
  }

  /**
   * Returns these functions for entries that may have no value. The functions are conditional on a
   * value.
   *
   * @param probability builds the probability that an entry has a value; it does not depend on the
   *     value
   */
  public Marginals withPresence(Function probability) {
    Optional<Last> last =
        hints.last.map(map -> new Last(map.before().withPresence(probability), map.up()));
    Hints all = new Hints(Optional.empty(), last, hints.tangent);
    return new Marginals(cdf, survival, quantile, upperQuantile, Optional.of(probability), all);
  }

  /**
   * Returns the functions of a distribution that has masses, and these functions for all other
   * values:
   *
   * <pre>{@code
   * F(x) = P(other) F_other(x) + Σ P(mass) min(max((x - middle)/width + ½, 0), 1)
   * }</pre>
   *
   * <p>with a jump in place of each rise without a width. The quantile of {@code p} is within the
   * mass whose rise contains {@code p}, or else the quantile of the others at {@code (p - Σ
   * P(mass)) / P(other)}, with the sum over the masses below. Probabilities above a point are
   * computed from mirrored numbers, so that small ones are precise on both sides.
   */
  public Marginals withMasses(BiFunction<GraphScope, Expr, Masses> masses) {
    return new Mixed(this, masses).marginals();
  }

  /** Returns these functions with the last map of the entries. */
  public Marginals withLast(Last map) {
    return with(new Hints(hints.parts, Optional.of(map), hints.tangent));
  }

  /** Returns these functions with their slope. */
  public Marginals withTangent(BiFunction<GraphScope, Expr, Tangent> slope) {
    return with(new Hints(hints.parts, hints.last, Optional.of(slope)));
  }

  private Marginals with(Hints other) {
    return new Marginals(cdf, survival, quantile, upperQuantile, presence, other);
  }

  private static Expr found(
      GraphScope scope, Expr p, BiFunction<GraphScope, Expr, Condition> below) {
    Expr x = QuantileSearch.root(scope, p, below);
    return p.greater(0).and(p.less(1)).select(x, scope.constant(Double.NaN));
  }

  /**
   * Returns the functions of increasing maps of the entries.
   *
   * @param up builds the image of each entry
   * @param down builds the entry of each image
   */
  public Marginals mapped(Function up, Function down) {
    return new Marginals(
        (scope, y) -> cdf.at(scope, down.at(scope, y)),
        (scope, y) -> survival.at(scope, down.at(scope, y)),
        (scope, p) -> up.at(scope, quantile.at(scope, p)),
        (scope, p) -> up.at(scope, upperQuantile.at(scope, p)),
        presence,
        Hints.NONE);
  }

  /** Returns the functions of events of another shape, with the same entries in the same order. */
  Marginals reshaped(Shape from, Shape to) {
    return new Marginals(
        (scope, x) -> as(to, cdf.at(scope, x)),
        (scope, x) -> as(to, survival.at(scope, x)),
        (scope, p) -> quantile.at(scope, as(from, p)),
        (scope, p) -> upperQuantile.at(scope, as(from, p)),
        presence.map(each -> (scope, x) -> as(to, each.at(scope, x))),
        Hints.NONE);
  }

  private static Expr as(Shape event, Expr entries) {
    return entries.reshape(event.prepend(Shape.UNKNOWN_SIZE).asArray());
  }

  /**
   * Returns these functions with the two sides exchanged: a decreasing map moves the entries below
   * a point above its image.
   */
  Marginals reversed() {
    return new Marginals(survival, cdf, upperQuantile, quantile, presence, Hints.NONE);
  }

  /** Returns the functions of mirrored entries, {@code -x}. */
  Marginals mirrored() {
    return new Marginals(
        (scope, x) -> survival.at(scope, x.negated()),
        (scope, x) -> cdf.at(scope, x.negated()),
        (scope, p) -> upperQuantile.at(scope, p).negated(),
        (scope, p) -> quantile.at(scope, p).negated(),
        presence,
        new Hints(
            Optional.empty(),
            Optional.empty(),
            hints.tangent.map(each -> (scope, x) -> each.apply(scope, x.negated()).reversed())));
  }

  /**
   * Returns these functions with their parameters, or their context, at another place.
   *
   * @param place maps the place of a call to the place of the parameters
   */
  public Marginals in(UnaryOperator<GraphScope> place) {
    return in((scope, entries) -> place.apply(scope));
  }

  /**
   * Returns these functions with their parameters, their context or the presence of entries at
   * another place.
   *
   * @param place maps the place and the entries of a call to the place of the parameters
   */
  public Marginals in(BiFunction<GraphScope, Expr, GraphScope> place) {
    return new Marginals(
        moved(cdf, place),
        moved(survival, place),
        moved(quantile, place),
        moved(upperQuantile, place),
        presence.map(each -> moved(each, place)),
        hints.in(place));
  }

  private static Function moved(Function each, BiFunction<GraphScope, Expr, GraphScope> place) {
    return (scope, x) -> each.at(place.apply(scope, x), x);
  }

  /**
   * Masses: points of positive probability, and short intervals over which a probability is spread
   * evenly. They are in ascending order. Masses of probability zero do not count, wherever they
   * are.
   *
   * <p>Middles and widths broadcast to {@code [n, event..., m]}, probabilities of masses and of
   * others to {@code [n, event..., m]} and {@code [n, event...]}.
   *
   * @param middles the points, and the middles of the intervals
   * @param widths the widths of the intervals; zero for points
   * @param probabilities the probability of each mass
   * @param ofOthers the probability of all other values
   */
  public record Masses(Expr middles, Expr widths, Expr probabilities, Expr ofOthers) {
    private Masses mirrored() {
      return new Masses(
          middles.negated().reverse(-1), widths.reverse(-1), probabilities.reverse(-1), ofOthers);
    }

    /** The share of each mass that is at most a number. */
    private Expr passed(Expr x) {
      Expr beyond = x.expand(-1).minus(middles);
      Expr rise = beyond.over(widths.max(x.scope().limits().smallest())).plus(0.5).clip(0, 1);
      return widths.greater(0).select(rise, beyond.atLeast(0).indicator());
    }

    private Expr atMost(Expr x, Expr others) {
      return ofOthers.times(others).plus(probabilities.times(passed(x)).sumLast());
    }

    private Expr above(Expr x, Expr others) {
      Expr notPassed = probabilities.times(passed(x).complement());
      return ofOthers.times(others).plus(notPassed.sumLast());
    }

    /** The total probability of the masses before each mass. */
    private Expr before() {
      int count = middles.size(-1);
      double[] ones = new double[count * count];
      Arrays.setAll(ones, i -> i / count < i % count ? 1 : 0);
      return probabilities.matMul(probabilities.scope().constant(Shape.of(count, count), ones));
    }
  }

  /** A mixture of masses and the distribution of all other values. */
  private record Mixed(Marginals others, BiFunction<GraphScope, Expr, Masses> masses) {
    Marginals marginals() {
      Parts parts = new Parts(masses, others.withPresence(this::presenceOfOthers));
      Marginals all =
          new Marginals(
              (scope, x) -> masses.apply(scope, x).atMost(x, others.cdf.at(scope, x)),
              (scope, x) -> masses.apply(scope, x).above(x, others.survival.at(scope, x)),
              (scope, p) -> quantile(scope, p, "below_masses"),
              (scope, p) -> mirrored().quantile(scope, p, "above_masses").negated(),
              others.presence,
              new Hints(Optional.of(parts), Optional.empty(), Optional.empty()));
      return others
          .hints
          .tangent
          .map(each -> all.withTangent((scope, x) -> tangent(scope, x, each.apply(scope, x))))
          .orElse(all);
    }

    private Mixed mirrored() {
      return new Mixed(others.mirrored(), (scope, x) -> masses.apply(scope, x).mirrored());
    }

    private Expr presenceOfOthers(GraphScope scope, Expr x) {
      Expr ofOthers = masses.apply(scope, x).ofOthers;
      return others.presence.map(each -> ofOthers.times(each.at(scope, x))).orElse(ofOthers);
    }

    /** Builds the functions and their slope between the masses. */
    private Tangent tangent(GraphScope scope, Expr x, Tangent other) {
      Masses known = masses.apply(scope, x);
      return new Tangent(
          known.atMost(x, other.below),
          known.above(x, other.above),
          known.ofOthers.times(other.density));
    }

    /** Builds the probability below each mass, {@code [n, event..., m]}, for vectors. */
    private Expr below(GraphScope scope, int entries, String role) {
      return scope.ofEachRow(
          role,
          (place, zero) -> {
            Expr each = zero.plus(place.constant(Shape.of(1, entries), new double[entries]));
            Masses known = masses.apply(place, each);
            int count = known.middles.size(-1);
            Expr middles = each.expand(-1).plus(known.middles).transpose(0, 2, 1);
            Expr below = others.cdf.at(place.repeated(count), middles.reshape(-1, entries));
            return below
                .reshape(-1, count, entries)
                .transpose(0, 2, 1)
                .times(known.ofOthers.expand(-1))
                .plus(known.before());
          });
    }

    private Expr quantile(GraphScope scope, Expr p, String role) {
      Masses known = masses.apply(scope, p);
      Expr below = below(scope, p.size(-1), role);
      Expr at = p.expand(-1);
      FloatLimits limits = scope.limits();
      Condition isPassed = below.plus(known.probabilities).less(at);
      Expr share = at.minus(below).over(known.probabilities.max(limits.smallest())).clip(0, 1);
      Expr inside = known.middles.plus(share.minus(0.5).times(known.widths));
      Expr none = inside.zeros().plus(limits.largest());
      Condition isReached = known.probabilities.greater(0).and(below.atMost(at));
      Expr first =
          isReached.select(isPassed.select(none, inside), none).negated().maxAlong(-1).sumLast();
      Expr before = isPassed.select(known.probabilities, none.zeros()).sumLast();
      Expr ofOthers =
          p.minus(before)
              .over(known.ofOthers.max(limits.smallest()))
              .clip(limits.smallest(), 1 - limits.epsilon());
      Expr x =
          first
              .greater(-limits.largest())
              .select(first.negated(), others.quantile.at(scope, ofOthers));
      Condition isShare = p.atLeast(0).and(p.atMost(scope.constant(1)));
      return isShare.select(x, scope.constant(Double.NaN));
    }
  }
}
