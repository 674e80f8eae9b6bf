package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The mixture of several distributions with equal weights, {@code log p(x) = log 1/k Σᵢ pᵢ(x)}
 * nats: of flows that were trained apart, on different shares of the rows, a better density than
 * any of them (bagging: Breiman, 1996, Machine Learning 24, 123-140).
 *
 * <p>A draw is one of a member chosen at random. An ensemble maps nothing: it has no latent space.
 *
 * @param members the distributions, on events of one shape
 */
public record Ensemble(List<Distribution> members) implements Distribution {
  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if there is no member, or their events differ in shape
   */
  public Ensemble {
    members = List.copyOf(members);
    List<Shape> shapes = members.stream().map(Distribution::eventShape).distinct().toList();
    if (shapes.size() != 1) {
      throw new IllegalArgumentException(
          "expected at least one member, and events of one shape, got %s members and the shapes %s"
              .formatted(members.size(), shapes));
    }
  }

  /** Returns the name that the parameters of a member have, before the rest of their names. */
  public static String name(int member) {
    return "member_" + member;
  }

  @Override
  public Shape eventShape() {
    return members.get(0).eventShape();
  }

  @Override
  public boolean isContinuous() {
    return members.get(0).isContinuous();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    List<Expr> each =
        IntStream.range(0, members.size())
            .mapToObj(i -> members.get(i).logProb(scope.sub(name(i)), x))
            .toList();
    return scope.logMeanExp(each);
  }

  /** Builds draws of every member, and selects among them. */
  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    List<Expr> draws = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      draws.add(members.get(i).sample(scope.sub(name(i)), noise.stream(scope, i + 1L)).value());
    }
    long[] ones = new long[eventShape().numDimensions()];
    Arrays.fill(ones, 1);
    Expr chosen = noise.uniform(scope, Shape.of(ones)).times(members.size());
    Expr x = chosen.choose(draws);
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    if (members.stream().anyMatch(member -> member.marginals().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        Marginals.mean(IntStream.range(0, members.size()).mapToObj(this::marginals).toList()));
  }

  private Marginals marginals(int i) {
    return members.get(i).marginals().orElseThrow().in(scope -> scope.sub(name(i)));
  }
}
