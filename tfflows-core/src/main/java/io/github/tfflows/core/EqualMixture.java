package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The mixture of distributions with equal weights, {@code p(x) = 1/k Σᵢ pᵢ(x)}, each with
 * parameters of its own.
 *
 * @param members the distributions, on events of one shape
 * @param places where the parameters of each are
 */
record EqualMixture(List<Distribution> members, Places places) {
  /** The places of the members. */
  @FunctionalInterface
  interface Places {
    /** Returns the place of a member, below that of the mixture. */
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

  /**
   * Returns the means of the members' distribution functions, with quantiles by bisection; empty if
   * a member has none.
   */
  Optional<Marginals> marginals() {
    if (members.stream().anyMatch(member -> member.marginals().isEmpty())) {
      return Optional.empty();
    }
    List<Marginals> each = each();
    if (each.stream().allMatch(one -> one.presence().isEmpty())) {
      return Optional.of(
          Marginals.of(
              (scope, x) -> mean(scope, values(each, Marginals::cdf, scope, x)),
              (scope, x) -> mean(scope, values(each, Marginals::survival, scope, x))));
    }
    return Optional.of(
        Marginals.of(ofPresent(each, Marginals::cdf), ofPresent(each, Marginals::survival))
            .withPresence((scope, x) -> mean(scope, presences(each, scope, x))));
  }

  /** Returns the same functions, with quantiles searched between those of the members. */
  Optional<Marginals> marginalsBetweenMembers() {
    return marginals()
        .map(
            all ->
                new Marginals(
                    all.cdf(),
                    all.survival(),
                    (scope, p) ->
                        found(
                            scope,
                            values(each(), Marginals::quantile, scope, p),
                            (at, x) -> logRatio(all.cdf().at(at, x), p)),
                    (scope, p) ->
                        found(
                            scope,
                            values(each(), Marginals::upperQuantile, scope, p),
                            (at, x) -> logRatio(all.survival().at(at, x), p).negated()),
                    all.presence()));
  }

  private static Expr logRatio(Expr probability, Expr p) {
    return probability.max(probability.scope().limits().smallest()).log().minus(p.log());
  }

  private static Expr found(
      GraphScope scope, List<Expr> ofMembers, QuantileSearch.Increasing excess) {
    Expr low = ofMembers.stream().reduce(Expr::min).orElseThrow();
    Expr high = ofMembers.stream().reduce(Expr::max).orElseThrow();
    return QuantileSearch.between(scope, low, high, excess);
  }

  private List<Marginals> each() {
    return IntStream.range(0, members.size()).mapToObj(this::marginals).toList();
  }

  private Marginals marginals(int i) {
    return members.get(i).marginals().orElseThrow().in(scope -> places.of(scope, i));
  }

  /** The mean of functions of entries, each by the probability that an entry has a value. */
  private static Marginals.Function ofPresent(
      List<Marginals> each, Function<Marginals, Marginals.Function> which) {
    return (scope, x) -> {
      List<Expr> values = values(each, which, scope, x);
      List<Expr> weights = presences(each, scope, x);
      List<Expr> products =
          IntStream.range(0, each.size())
              .mapToObj(i -> values.get(i).times(weights.get(i)))
              .toList();
      return scope.sum(products).over(scope.sum(weights).max(scope.limits().smallest()));
    };
  }

  private static List<Expr> values(
      List<Marginals> each,
      Function<Marginals, Marginals.Function> which,
      GraphScope scope,
      Expr x) {
    return each.stream().map(one -> which.apply(one).at(scope, x)).toList();
  }

  private static Expr mean(GraphScope scope, List<Expr> values) {
    return scope.sum(values).times(1.0 / values.size());
  }

  private static List<Expr> presences(List<Marginals> each, GraphScope scope, Expr x) {
    return each.stream()
        .map(one -> one.presence().map(of -> of.at(scope, x)).orElseGet(() -> x.zeros().plus(1)))
        .toList();
  }
}
