package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Independent parts of a vector, one after another, each with a distribution of its own: {@code log
 * p(x) = Σ log pₖ(partₖ(x))}. For instance, a base may have heavy tails in some entries and angles
 * in others.
 *
 * @param parts the distributions, at least one, on vectors
 */
public record Joint(List<Distribution> parts) implements Distribution {
  public Joint {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one part, got none");
    }
    for (Distribution part : parts) {
      Shape event = Require.known(part.eventShape());
      if (event.numDimensions() != 1) {
        throw new IllegalArgumentException(
            "the parts of a joint distribution are vectors, got %s of event shape %s"
                .formatted(part, event));
      }
    }
  }

  public static Joint of(Distribution... parts) {
    return new Joint(List.of(parts));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(IntStream.range(0, parts.size()).map(this::size).sum());
  }

  @Override
  public boolean isContinuous() {
    return parts.stream().allMatch(Distribution::isContinuous);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return scope.sum(
        each(scope, (i, place, from) -> parts.get(i).logProb(place, x.slice(-1, from, size(i)))));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    List<Sample> drawn =
        each(scope, (i, place, from) -> parts.get(i).sample(place, noise.stream(scope, i + 1L)));
    return new Sample(
        scope.concat(-1, drawn.stream().map(Sample::value).toList()),
        scope.sum(drawn.stream().map(Sample::logProb).toList()));
  }

  private interface OfPart<T> {
    T at(int i, GraphScope place, int from);
  }

  private <T> List<T> each(GraphScope scope, OfPart<T> built) {
    List<T> all = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      all.add(built.at(i, scope.part(from, size(i)).sub("part_" + i), from));
      from += size(i);
    }
    return all;
  }

  @Override
  public Optional<Marginals> marginals() {
    if (parts.stream().anyMatch(part -> part.marginals().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Marginals(
            ofParts(Marginals::cdf),
            ofParts(Marginals::survival),
            ofParts(Marginals::quantile),
            ofParts(Marginals::upperQuantile)));
  }

  @Override
  public Optional<Summary> summary() {
    if (parts.stream().anyMatch(part -> part.summary().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new Summary(
            together(Summary::entropy),
            together(Summary::mean),
            together(Summary::variance),
            together(Summary::mode)));
  }

  private Summary.Function together(Function<Summary, Summary.Function> which) {
    List<Summary.Function> each =
        parts.stream().map(part -> which.apply(part.summary().orElseThrow())).toList();
    return scope ->
        scope.concat(
            -1,
            each(
                scope,
                (i, place, from) -> {
                  Expr value = each.get(i).at(place);
                  return scope.context().map(c -> zero(c).plus(value)).orElse(value);
                }));
  }

  /** One zero for each row: adds the rows' axis to numbers that do not depend on the context. */
  private static Expr zero(Expr context) {
    return context.sumLast().zeros().expand(-1);
  }

  private Marginals.Function ofParts(Function<Marginals, Marginals.Function> which) {
    List<Marginals.Function> each =
        parts.stream().map(part -> which.apply(part.marginals().orElseThrow())).toList();
    return (scope, x) ->
        scope.concat(
            -1, each(scope, (i, place, from) -> each.get(i).at(place, x.slice(-1, from, size(i)))));
  }

  private int size(int part) {
    return Math.toIntExact(parts.get(part).eventShape().get(0));
  }
}
