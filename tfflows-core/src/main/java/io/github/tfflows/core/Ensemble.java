package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The mixture of several distributions with equal weights, {@code log p(x) = log 1/k Σᵢ pᵢ(x)}
 * nats. An average of flows that were trained on different shares of the rows is usually better
 * than each of them (bagging: Breiman, 1996, Machine Learning 24, 123-140).
 *
 * <p>A draw comes from a member chosen at random. An ensemble has no latent space.
 *
 * @param members the distributions, at least one, on events of one shape
 */
public record Ensemble(List<Distribution> members) implements Distribution {
  public Ensemble {
    members = List.copyOf(members);
    List<Shape> shapes = members.stream().map(Distribution::eventShape).distinct().toList();
    if (shapes.size() != 1) {
      throw new IllegalArgumentException(
          "expected at least one member, and events of one shape, got %s members and the shapes %s"
              .formatted(members.size(), shapes));
    }
  }

  /** Returns the prefix of the names of a member's parameters. */
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
  public boolean coversReals() {
    return members.stream().allMatch(Distribution::coversReals);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return mixture().logProb(scope, x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    return mixture().sample(scope, noise);
  }

  @Override
  public Optional<Marginals> marginals() {
    return mixture().marginals(eventShape(), Distribution::marginals);
  }

  @Override
  public Optional<Conditional> conditional() {
    EqualMixture mixture = mixture();
    return members
        .get(0)
        .conditional()
        .flatMap(
            first ->
                mixture
                    .marginals(
                        Shape.of(1), member -> member.conditional().map(Conditional::marginals))
                    .map(all -> new Conditional(first.open(), all)));
  }

  @Override
  public Optional<Categories> categories() {
    return mixture().categories();
  }

  @Override
  public Optional<FullConditionals> fullConditionals() {
    return mixture().fullConditionals();
  }

  private EqualMixture mixture() {
    List<String> names = IntStream.range(0, members.size()).mapToObj(Ensemble::name).toList();
    return new EqualMixture(members, (scope, member) -> scope.sub(names.get(member)), names);
  }
}
