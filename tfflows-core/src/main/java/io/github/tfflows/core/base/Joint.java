package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Noise;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;

/**
 * Independent parts of a vector, one after another, each with a distribution of its own: {@code log
 * p(x) = Σ log pₖ(partₖ(x))}. So a flow can have heavy tails in some entries and a circle in
 * others.
 *
 * @param parts the distributions, on vectors
 */
public record Joint(List<Distribution> parts) implements Distribution {
  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if it is empty, or an event of a part is no vector
   */
  public Joint {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("expected at least one part, got none");
    }
    for (Distribution part : parts) {
      Shape event = EventShapes.requireKnown(part.eventShape());
      if (event.numDimensions() != 1) {
        throw new IllegalArgumentException(
            "the parts of a joint distribution are vectors, got %s of event shape %s"
                .formatted(part, event));
      }
    }
  }

  /**
   * Returns the joint distribution of some parts.
   *
   * @param parts the distributions, on vectors
   */
  public static Joint of(Distribution... parts) {
    return new Joint(List.of(parts));
  }

  @Override
  public Shape eventShape() {
    return Shape.of(parts.stream().mapToInt(Joint::size).sum());
  }

  @Override
  public boolean isContinuous() {
    return parts.stream().allMatch(Distribution::isContinuous);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    List<Expr> logProbs = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      int size = size(parts.get(i));
      GraphScope place = scope.part(from, size).sub("part_" + i);
      logProbs.add(parts.get(i).logProb(place, x.slice(-1, from, size)));
      from += size;
    }
    return scope.sum(logProbs);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    List<Expr> values = new ArrayList<>();
    List<Expr> logProbs = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      int size = size(parts.get(i));
      GraphScope place = scope.part(from, size).sub("part_" + i);
      Sample drawn = parts.get(i).sample(place, noise.stream(scope, i + 1L));
      values.add(drawn.value());
      logProbs.add(drawn.logProb());
      from += size;
    }
    return new Sample(scope.concat(-1, values), scope.sum(logProbs));
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
    return scope -> {
      List<Expr> values = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < parts.size(); i++) {
        int size = size(parts.get(i));
        Expr value = each.get(i).at(scope.part(from, size).sub("part_" + i));
        values.add(scope.context().map(c -> zero(c).plus(value)).orElse(value));
        from += size;
      }
      return scope.concat(-1, values);
    };
  }

  /**
   * For each row, since the numbers of one part may depend on the context and those of another not.
   */
  private static Expr zero(Expr context) {
    return context.sumLast().zeros().expand(-1);
  }

  private Marginals.Function ofParts(Function<Marginals, Marginals.Function> which) {
    List<Marginals.Function> each =
        parts.stream().map(part -> which.apply(part.marginals().orElseThrow())).toList();
    return (scope, x) -> {
      List<Expr> values = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < parts.size(); i++) {
        int size = size(parts.get(i));
        GraphScope place = scope.part(from, size).sub("part_" + i);
        values.add(each.get(i).at(place, x.slice(-1, from, size)));
        from += size;
      }
      return scope.concat(-1, values);
    };
  }

  private static int size(Distribution part) {
    return Math.toIntExact(part.eventShape().get(0));
  }
}
