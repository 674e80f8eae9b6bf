package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * The distribution of {@code f(z)} for {@code z} drawn from a base: a normalizing flow.
 *
 * <p>{@code log p(x) = log p_base(f⁻¹(x)) + log |det df⁻¹/dx|} (Rezende and Mohamed, 2015,
 * arXiv:1505.05770, eq. 5, written for the inverse). The log-density of a draw is the log-density
 * of the base's draw, less the map's log-determinant. If the map {@linkplain Bijector#losesDigits
 * loses digits}, a model computes it from the rounded draw.
 *
 * @param base the distribution of {@code z}
 * @param bijector the map {@code f} from the events of the base to the data
 */
public record TransformedDistribution(Distribution base, Bijector bijector)
    implements Distribution {
  public TransformedDistribution {
    Shape unused = bijector.forwardEventShape(base.eventShape());
  }

  /** Returns the bijectors from the base to the data: the links of a chain, or the only one. */
  public List<Bijector> links() {
    return bijector instanceof Chain chain ? chain.bijectors() : List.of(bijector);
  }

  /**
   * Returns this flow followed by more bijectors on the side of the data, such as one that restores
   * the units of standardized data. The parameters of this flow keep their names.
   *
   * @throws IllegalArgumentException if a bijector does not act on the events before it, such as
   *     {@code Sigmoid.unit().inverted()} on real numbers: data between zero and one are the images
   *     of {@code Sigmoid.unit()}
   */
  public TransformedDistribution then(Bijector... more) {
    List<Bijector> links = new ArrayList<>(links());
    for (Bijector next : more) {
      if (!next.acceptsReals()
          && new TransformedDistribution(base, new Chain(links)).coversReals()) {
        throw new IllegalArgumentException(
            "%s does not accept all real numbers, which the flow before it yields; expected %s, if"
                    .formatted(next, next.inverted())
                + " this is the map from the base to the data");
      }
      links.add(next);
    }
    return new TransformedDistribution(base, new Chain(links));
  }

  @Override
  public boolean coversReals() {
    return base.coversReals() && bijector.yieldsReals();
  }

  /**
   * Returns this flow with draws of its base multiplied by a temperature. Parameters keep their
   * names, so the weights of this flow fit the result:
   *
   * <pre>{@code
   * CompiledDistribution.compile(flow.atTemperature(0.7), 0, model.weights(), Execution.defaults());
   * }</pre>
   *
   * @param temperature the factor, positive; one changes nothing
   */
  public TransformedDistribution atTemperature(double temperature) {
    return new TransformedDistribution(new Tempered(base, temperature), bijector);
  }

  @Override
  public Shape eventShape() {
    return bijector.forwardEventShape(base.eventShape());
  }

  /**
   * Returns whether the base is continuous and has as many entries as an event: events of more
   * entries, such as shares that sum to one, lie on a surface.
   */
  @Override
  public boolean isContinuous() {
    return base.isContinuous() && base.eventShape().size() == eventShape().size();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Mapped z = inverse(scope, x);
    return base.logProb(atBase(scope).sub("base"), z.value()).plus(z.logDet());
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Sample z = base.sample(atBase(scope).sub("base"), noise);
    Mapped x = forward(atBase(scope), z.value());
    return !scope.isDifferentiated() && losesDigits()
        ? new Sample(x.value(), logProb(scope, x.value()))
        : new Sample(x.value(), z.logProb().minus(x.logDet()));
  }

  /**
   * Returns whether the map {@linkplain Bijector#losesDigits loses digits}, or a map within the
   * base.
   */
  public boolean losesDigits() {
    return bijector.losesDigits()
        || (base instanceof TransformedDistribution flow && flow.losesDigits());
  }

  /**
   * Maps the base to the data, under the same parameter names as the density.
   *
   * @param scope the place of this distribution, with the presence of the base's entries
   * @param z points of the base
   */
  public Mapped forward(GraphScope scope, Expr z) {
    return checked(bijector.forward(scope.sub("bijector"), z), eventShape());
  }

  /**
   * Maps the data to the base, under the same parameter names as the density.
   *
   * @param scope the place of this distribution, with the presence of the data's entries
   * @param x points of the data
   */
  public Mapped inverse(GraphScope scope, Expr x) {
    return checked(bijector.inverse(scope.sub("bijector"), x), base.eventShape());
  }

  private Mapped checked(Mapped mapped, Shape event) {
    return new Mapped(
        Require.events("the value of " + bijector, mapped.value(), event),
        Require.eachRow("the log-determinant of " + bijector, mapped.logDet()));
  }

  @Override
  public Optional<Marginals> marginals() {
    return marginals(Entries.ALL);
  }

  /**
   * Returns the distribution functions of the only present entry of vectors, {@code [n, 1]}, at
   * places {@linkplain GraphScope#withLonePresence with such events}; empty if a map neither
   * increases nor decreases it.
   */
  public Optional<Marginals> marginalsOfLoneEntry() {
    return marginals(Entries.LONE).map(this::ofLoneEntry);
  }

  /** Returns functions of the only present entry, from functions of events. */
  private Marginals ofLoneEntry(Marginals ofEvents) {
    Marginals.Hints hints = ofEvents.hints();
    Marginals plain =
        new Marginals(
            probability(ofEvents.cdf()),
            probability(ofEvents.survival()),
            number(ofEvents.quantile()),
            number(ofEvents.upperQuantile()));
    Marginals sloped =
        hints
            .tangent()
            .map(slope -> plain.withTangent((scope, x) -> loneTangent(scope, x, slope)))
            .orElse(plain);
    return hints
        .last()
        .map(map -> new Marginals.Last(ofLoneEntry(map.before()), number(map.up())))
        .map(sloped::withLast)
        .orElse(sloped);
  }

  /** Builds a function with probabilities as values, which are in the order of the base. */
  private Marginals.Function probability(Marginals.Function ofEvents) {
    return (scope, x) -> present(atBase(scope), ofEvents.at(scope, inAll(scope, x)));
  }

  /** Builds a function with numbers as values, which are in the order of the data. */
  private static Marginals.Function number(Marginals.Function ofEvents) {
    return (scope, each) -> present(scope, ofEvents.at(scope, inAll(scope, each)));
  }

  private Marginals.Tangent loneTangent(
      GraphScope scope, Expr x, BiFunction<GraphScope, Expr, Marginals.Tangent> ofEvents) {
    Marginals.Tangent at = ofEvents.apply(scope, inAll(scope, x));
    GraphScope base = atBase(scope);
    return new Marginals.Tangent(
        present(base, at.below()), present(base, at.above()), present(base, at.density()));
  }

  /** The only entry that is present, {@code [n, 1]}. */
  private static Expr present(GraphScope scope, Expr entries) {
    return scope.presentOnly(entries).sumLast().reshape(-1, 1);
  }

  private static Expr inAll(GraphScope scope, Expr entry) {
    return scope.presence().orElseThrow().zeros().plus(entry);
  }

  /** The entries of an event that are present. */
  private enum Entries {
    ALL {
      @Override
      Monotonicity monotonicity(Bijector map, Shape event) {
        return map.monotonicity(event);
      }
    },

    /** A single one, which rearrangements only move. */
    LONE {
      @Override
      Monotonicity monotonicity(Bijector map, Shape event) {
        if (map instanceof Chain chain) {
          return chain.bijectors().stream()
              .map(link -> monotonicity(link, event))
              .reduce(Monotonicity.INCREASING, Monotonicity::then);
        }
        boolean isMoved = map instanceof Bijector.Rearrangement;
        return isMoved ? Monotonicity.INCREASING : map.monotonicity(Shape.of(1));
      }
    };

    abstract Monotonicity monotonicity(Bijector map, Shape event);
  }

  private Optional<Marginals> marginals(Entries entries) {
    Monotonicity sense = entries.monotonicity(bijector, base.eventShape());
    return sense == Monotonicity.NONE
        ? Optional.empty()
        : base.marginals().map(each -> mapped(each, sense, entries));
  }

  private Marginals mapped(Marginals ofBase, Monotonicity sense, Entries entries) {
    Marginals placed = ofBase.in(scope -> atBase(scope).sub("base"));
    Marginals mapped =
        (sense == Monotonicity.DECREASING ? placed.reversed() : placed)
            .mapped(
                (scope, z) -> forward(atBase(scope), z).value(),
                (scope, x) -> inverse(scope, x).value());
    if (!base.eventShape().equals(eventShape())) {
      return mapped.reshaped(base.eventShape(), eventShape());
    }
    Marginals all = last(entries).map(mapped::withLast).orElse(mapped);
    boolean isOne = entries == Entries.LONE || eventShape().size() == 1;
    return isOne ? withTangent(all, placed, sense) : all;
  }

  /** Adds the slope to functions of a single entry. The log-determinant is its log-slope. */
  private Marginals withTangent(Marginals mapped, Marginals ofBase, Monotonicity sense) {
    return ofBase
        .hints()
        .tangent()
        .map(slope -> mapped.withTangent((scope, x) -> tangent(scope, x, slope, sense)))
        .orElse(mapped);
  }

  private Marginals.Tangent tangent(
      GraphScope scope,
      Expr x,
      BiFunction<GraphScope, Expr, Marginals.Tangent> ofBase,
      Monotonicity sense) {
    Mapped z = inverse(scope, x);
    Marginals.Tangent at = ofBase.apply(scope, z.value());
    Expr density = at.density().times(z.logDet().exp().alongRowsOf(x));
    Marginals.Tangent mapped = new Marginals.Tangent(at.below(), at.above(), density);
    return sense == Monotonicity.DECREASING ? mapped.reversed() : mapped;
  }

  /** Returns the last of several maps, if it increases each entry without moving it. */
  private Optional<Marginals.Last> last(Entries entries) {
    return bijector.split().flatMap(parts -> last(parts, entries));
  }

  private Optional<Marginals.Last> last(Bijector.Split parts, Entries entries) {
    Bijector map = parts.second();
    TransformedDistribution before = new TransformedDistribution(base, parts.first());
    UnaryOperator<GraphScope> place = scope -> scope.mapPresence(map::inversePresence);
    return before.eventShape().equals(eventShape())
            && entries.monotonicity(map, eventShape()) == Monotonicity.INCREASING
            && !moves(map)
        ? before
            .marginals(entries)
            .map(
                each ->
                    new Marginals.Last(
                        each.in(place), (scope, z) -> map.forward(place.apply(scope), z).value()))
        : Optional.empty();
  }

  /** Returns whether a map may move entries to other places. */
  private static boolean moves(Bijector map) {
    return map instanceof Chain chain
        ? chain.bijectors().stream().anyMatch(TransformedDistribution::moves)
        : map instanceof Bijector.Rearrangement;
  }

  /** Returns the place with the presence of the base's entries. */
  private GraphScope atBase(GraphScope scope) {
    return scope.mapPresence(bijector::inversePresence);
  }
}
