package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;

/**
 * The mixture of distributions with equal weights, {@code p(x) = 1/k Σᵢ pᵢ(x)}, each with
 * parameters of its own.
 *
 * @param members the distributions, on events of one shape
 * @param places returns the place of the parameters of each member
 * @param names the names of these places, if they are below the place of the mixture; otherwise
 *     empty
 */
record EqualMixture(List<Distribution> members, Places places, List<String> names) {
  /** The places of the members. */
  @FunctionalInterface
  interface Places {
    /** Returns the place of a member, given the place of the mixture. */
    GraphScope of(GraphScope scope, int member);
  }

  Expr logProb(GraphScope scope, Expr x) {
    return logProb(placesIn(scope), x);
  }

  private Expr logProb(List<GraphScope> at, Expr x) {
    return x.scope()
        .logMeanExp(
            IntStream.range(0, members.size())
                .mapToObj(i -> members.get(i).logProb(at.get(i), x))
                .toList());
  }

  private List<GraphScope> placesIn(GraphScope scope) {
    return IntStream.range(0, members.size()).mapToObj(i -> places.of(scope, i)).toList();
  }

  Sample sample(GraphScope scope, Noise noise) {
    List<GraphScope> at = placesIn(scope);
    List<Expr> draws =
        IntStream.range(0, members.size())
            .mapToObj(i -> members.get(i).sample(at.get(i), noise.stream(scope, i + 1L)).value())
            .toList();
    long[] ones = new long[members.get(0).eventShape().numDimensions()];
    Arrays.fill(ones, 1);
    Expr x = noise.uniform(scope, Shape.of(ones)).times(members.size()).choose(draws);
    return new Sample(x, logProb(at, x));
  }

  /** Returns the categories that all members have; empty if they have none. */
  Optional<Distribution.Categories> categories() {
    return ofAll(Distribution::categories)
        .filter(each -> each.stream().map(Distribution.Categories::count).distinct().count() == 1)
        .map(
            each ->
                new Distribution.Categories(each.get(0).count(), scope -> logProbs(scope, each)));
  }

  /** Returns what all members have; empty if one has none. */
  private <T> Optional<List<T>> ofAll(Function<Distribution, Optional<T>> ofMember) {
    List<T> each = members.stream().flatMap(member -> ofMember.apply(member).stream()).toList();
    return each.size() == members.size() ? Optional.of(each) : Optional.empty();
  }

  private Expr logProbs(GraphScope scope, List<Distribution.Categories> each) {
    return logMeanExp(scope, each.get(0).count(), (i, at) -> each.get(i).logProbs().apply(at));
  }

  /** Returns the full conditionals that all members have; empty if one has none. */
  Optional<Distribution.FullConditionals> fullConditionals() {
    return ofAll(Distribution::fullConditionals)
        .map(
            each ->
                new Distribution.FullConditionals(
                    each.get(0).count(), (scope, x) -> fullConditionals(scope, x, each)));
  }

  private Expr fullConditionals(
      GraphScope scope, Expr x, List<Distribution.FullConditionals> each) {
    return logMeanExp(scope, each.get(0).count(), (i, at) -> each.get(i).logProbs().apply(at, x));
  }

  /** Builds the logarithms of the mean probabilities, {@code [n, count]}. */
  private Expr logMeanExp(
      GraphScope scope, int count, BiFunction<Integer, GraphScope, Expr> ofMember) {
    List<GraphScope> at = placesIn(scope);
    List<Expr> flat =
        IntStream.range(0, members.size())
            .mapToObj(i -> ofMember.apply(i, at.get(i)).reshape(-1))
            .toList();
    return scope.logMeanExp(flat).reshape(-1, count);
  }

  /** Returns the mean distribution functions of the members; empty if a member has none. */
  Optional<Marginals> marginals(
      Shape entries, Function<Distribution, Optional<Marginals>> ofMember) {
    return ofAll(ofMember).map(each -> new Means(this, entries, each).marginals());
  }

  /**
   * The distribution functions of a mixture with equal weights. They are the means of the members'
   * functions, weighted by each member's probability that an entry has a value.
   *
   * <p>Conditional members of one definition are evaluated together if their parameters affect them
   * only through arrays of the context. The graph is then about as large as the graph of one
   * member.
   */
  private static final class Means {
    private final EqualMixture mixture;
    private final Shape entries;
    private final List<Marginals> members;

    /** Whether members can be evaluated together; empty until it is first asked for. */
    private Optional<Boolean> canStack = Optional.empty();

    /** Creates the functions of a mixture from the functions of all its members. */
    Means(EqualMixture mixture, Shape entries, List<Marginals> members) {
      this.mixture = mixture;
      this.entries = entries;
      this.members = members;
    }

    /** Returns the means of other functions of the same members, which have one definition. */
    private Means ofEach(Marginals member) {
      Means means = new Means(mixture, entries, Collections.nCopies(members.size(), member));
      means.canStack = canStack;
      return means;
    }

    /** Returns the functions. Quantiles are searched between the quantiles of the members. */
    Marginals marginals() {
      Marginals byBisection =
          Marginals.of(
              (scope, x) -> mean(scope, x, Marginals::cdf),
              (scope, x) -> mean(scope, x, Marginals::survival));
      Marginals all = hasPresence() ? byBisection.withPresence(this::presence) : byBisection;
      Marginals mirrored = all.mirrored();
      return new Marginals(
          all.cdf(),
          all.survival(),
          (scope, p) ->
              byMasses(scope, p, Marginals::quantile)
                  .or(() -> byCommonMap(scope, p, Marginals::quantile))
                  .orElseGet(() -> found(scope, p, member -> member, all.quantile())),
          (scope, p) ->
              byMasses(scope, p, Marginals::upperQuantile)
                  .or(() -> byCommonMap(scope, p, Marginals::upperQuantile))
                  .orElseGet(
                      () -> found(scope, p, Marginals::mirrored, mirrored.quantile()).negated()),
          all.presence(),
          Marginals.Hints.NONE);
    }

    /**
     * Builds quantiles from the mean masses, and from the quantiles of the mixture of all other
     * values.
     */
    private Optional<Expr> byMasses(
        GraphScope scope, Expr p, Function<Marginals, Marginals.Function> quantile) {
      return members
          .get(0)
          .hints()
          .parts()
          .filter(parts -> areEqual())
          .map(
              parts -> {
                Marginals others = ofEach(parts.others()).marginals();
                Marginals all = others.withMasses((at, x) -> mean(at, x, parts.masses()));
                return quantile.apply(all).at(scope, p);
              });
    }

    /** Builds the mean masses of members of one definition, each weighted by the presence. */
    private Marginals.Masses mean(
        GraphScope scope, Expr x, BiFunction<GraphScope, Expr, Marginals.Masses> ofMember) {
      List<Marginals.Masses> each =
          canStack(scope)
              ? unstacked(ofMember.apply(scope.stacked(mixture.names()), repeated(scope, x)))
              : mixture.placesIn(scope).stream().map(place -> ofMember.apply(place, x)).toList();
      return new Marginals.Masses(
          each.get(0).middles(),
          each.get(0).widths(),
          mean(
              scope,
              each.stream().map(Marginals.Masses::probabilities).toList(),
              lastWeights(scope, x)),
          mean(scope, each.stream().map(Marginals.Masses::ofOthers).toList(), weights(scope, x)));
    }

    private List<Marginals.Masses> unstacked(Marginals.Masses all) {
      List<Expr> probabilities = unstacked(all.probabilities());
      List<Expr> ofOthers = unstacked(all.ofOthers());
      Expr middles = ofFirst(all.middles());
      Expr widths = ofFirst(all.widths());
      return IntStream.range(0, members.size())
          .mapToObj(
              i -> new Marginals.Masses(middles, widths, probabilities.get(i), ofOthers.get(i)))
          .toList();
    }

    /**
     * Returns the rows of the first member among the stacked rows of all members. They may be the
     * same for all.
     */
    private Expr ofFirst(Expr all) {
      return all.shape().get(0) == 1 ? all : unstacked(all).get(0);
    }

    /**
     * Builds quantiles before the last map of the members, and maps them; empty unless all members
     * have the same last map without parameters. A search in units of the data takes more steps,
     * especially through a rough map such as a histogram.
     */
    private Optional<Expr> byCommonMap(
        GraphScope scope, Expr p, Function<Marginals, Marginals.Function> quantile) {
      return members
          .get(0)
          .hints()
          .last()
          .filter(last -> canStack(scope) && isCommon(scope, last))
          .map(
              last -> {
                Marginals before = ofEach(last.before()).marginals();
                return last.up().at(scope, quantile.apply(before).at(scope, p));
              });
    }

    private boolean isCommon(GraphScope scope, Marginals.Last map) {
      return GraphScope.parametersOf(scope, entries, (at, x) -> map.up().at(at, x)).isEmpty();
    }

    /**
     * Builds quantiles by a search between the quantiles of the members, or by bisection if a
     * member has no slope.
     *
     * @param side the functions of a member: its own, or mirrored for upper quantiles
     */
    private Expr found(
        GraphScope scope, Expr p, UnaryOperator<Marginals> side, Marginals.Function byBisection) {
      if (members.stream().anyMatch(member -> member.hints().tangent().isEmpty())) {
        return byBisection.at(scope, p);
      }
      List<Expr> ofMembers = values(scope, p, member -> side.apply(member).quantile());
      return QuantileSearch.among(
          scope,
          scope.stack(ofMembers), // [k, n, event...]
          p,
          (at, x) -> slope(at, x, side));
    }

    /** Builds the mean distribution function and density, each weighted by the presence. */
    private QuantileSearch.Slope slope(GraphScope scope, Expr x, UnaryOperator<Marginals> side) {
      List<Expr> each =
          values(
              scope,
              x,
              member ->
                  (at, y) ->
                      joined(side.apply(member).hints().tangent().orElseThrow().apply(at, y)));
      List<Expr> both = mean(scope, each, lastWeights(scope, x)).entries(-1);
      return new QuantileSearch.Slope(both.get(0), both.get(1));
    }

    /** Joins the distribution function and the density along a new last axis. */
    private static Expr joined(Marginals.Tangent at) {
      return at.below().scope().concat(-1, List.of(at.below().expand(-1), at.density().expand(-1)));
    }

    private boolean hasPresence() {
      return members.stream().anyMatch(member -> member.presence().isPresent());
    }

    private Expr presence(GraphScope scope, Expr x) {
      return mean(scope, presences(scope, x), Optional.empty());
    }

    private Expr mean(GraphScope scope, Expr x, Function<Marginals, Marginals.Function> which) {
      return mean(scope, values(scope, x, which), weights(scope, x));
    }

    private static Expr mean(GraphScope scope, List<Expr> values, Optional<List<Expr>> weights) {
      if (weights.isEmpty()) {
        return scope.sum(values).times(1.0 / values.size());
      }
      List<Expr> products =
          IntStream.range(0, values.size())
              .mapToObj(i -> values.get(i).times(weights.get().get(i)))
              .toList();
      return scope.sum(products).over(scope.sum(weights.get()).max(scope.limits().smallest()));
    }

    /**
     * Builds the probability that an entry has a value, for each member; empty if entries always
     * have values.
     */
    private Optional<List<Expr>> weights(GraphScope scope, Expr x) {
      return hasPresence() ? Optional.of(presences(scope, x)) : Optional.empty();
    }

    private Optional<List<Expr>> lastWeights(GraphScope scope, Expr x) {
      return weights(scope, x).map(each -> each.stream().map(weight -> weight.expand(-1)).toList());
    }

    private List<Expr> presences(GraphScope scope, Expr x) {
      return values(
          scope, x, member -> member.presence().orElse((at, entries) -> entries.zeros().plus(1)));
    }

    /** Builds a function of each member. */
    private List<Expr> values(
        GraphScope scope, Expr x, Function<Marginals, Marginals.Function> which) {
      int count = members.size();
      if (!canStack(scope)) {
        return IntStream.range(0, count)
            .mapToObj(i -> which.apply(members.get(i)).at(mixture.places().of(scope, i), x))
            .toList();
      }
      return unstacked(
          which.apply(members.get(0)).at(scope.stacked(mixture.names()), repeated(scope, x)));
    }

    /** Returns the entries for each member, one member after another. */
    private Expr repeated(GraphScope scope, Expr x) {
      return scope.concat(0, Collections.nCopies(members.size(), x));
    }

    private List<Expr> unstacked(Expr all) {
      long[] shape = all.shape().asArray();
      shape[0] = -1;
      long[] ofEach =
          LongStream.concat(LongStream.of(members.size()), LongStream.of(shape)).toArray();
      return all.reshape(ofEach).entries(0);
    }

    private boolean canStack(GraphScope scope) {
      if (scope.context().isEmpty() || scope.presence().isPresent() || scope.isDifferentiated()) {
        return false;
      }
      if (canStack.isEmpty()) {
        canStack =
            Optional.of(mixture.names().size() > 1 && areEqual() && readTheContextAlone(scope));
      }
      return canStack.get();
    }

    private boolean areEqual() {
      return mixture.members().stream().distinct().count() == 1;
    }

    /** Returns whether parameters affect the functions only through arrays of the context. */
    private boolean readTheContextAlone(GraphScope scope) {
      Marginals member = members.get(0);
      List<String> places = List.of("place_0", "place_1");
      return GraphScope.parametersOf(
              scope,
              entries,
              (at, x) -> {
                GraphScope both = at.stacked(places);
                Expr quantile = member.quantile().at(both, both.concat(0, List.of(x, x)));
                Expr cdf = member.cdf().at(both, quantile);
                member.presence().ifPresent(presence -> presence.at(both, cdf));
              })
          .stream()
          .allMatch(name -> name.startsWith("place_"));
    }
  }
}
