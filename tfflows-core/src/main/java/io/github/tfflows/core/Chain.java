package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Bijectors one after another, in reading order: {@code forward} applies the first one first.
 *
 * <pre>{@code
 * f = fₘ ∘ ... ∘ f₁        log |det df/dx| = Σ log |det dfⱼ/dxⱼ|    with xⱼ the input of the j-th
 * }</pre>
 *
 * <p>{@code inverse} applies the last one's inverse first. A link may change the shape of an event;
 * the next one must act on that shape.
 *
 * @param bijectors the links, at least one, from the base to the data
 */
public record Chain(List<Bijector> bijectors) implements Bijector {
  public Chain {
    bijectors = List.copyOf(bijectors);
    if (bijectors.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least one bijector, got none");
    }
  }

  /** Returns the chain of the given links, from the base to the data. */
  public static Chain of(Bijector... bijectors) {
    return new Chain(List.of(bijectors));
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    GraphScope at = scope;
    Mapped y = bijectors.get(0).forward(place(at, 0), x);
    for (int i = 1; i < bijectors.size(); i++) {
      Bijector before = bijectors.get(i - 1);
      at = at.mapPresence(before::forwardPresence);
      y = y.then(bijectors.get(i).forward(place(at, i), y.value()));
    }
    return y;
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    int last = bijectors.size() - 1;
    GraphScope at = scope;
    Mapped x = bijectors.get(last).inverse(place(at, last), y);
    for (int i = last - 1; i >= 0; i--) {
      Bijector before = bijectors.get(i + 1);
      at = at.mapPresence(before::inversePresence);
      x = x.then(bijectors.get(i).inverse(place(at, i), x.value()));
    }
    return x;
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    Shape at = event;
    for (Bijector bijector : bijectors) {
      at = bijector.forwardEventShape(at);
    }
    return at;
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    Shape at = event;
    for (int i = bijectors.size() - 1; i >= 0; i--) {
      at = bijectors.get(i).inverseEventShape(at);
    }
    return at;
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    Expr at = presence;
    for (Bijector bijector : bijectors) {
      at = bijector.forwardPresence(at);
    }
    return at;
  }

  @Override
  public Expr inversePresence(Expr presence) {
    Expr at = presence;
    for (int i = bijectors.size() - 1; i >= 0; i--) {
      at = bijectors.get(i).inversePresence(at);
    }
    return at;
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    Monotonicity all = Monotonicity.INCREASING;
    Shape at = event;
    for (Bijector bijector : bijectors) {
      all = all.then(bijector.monotonicity(at));
      at = bijector.forwardEventShape(at);
    }
    return all;
  }

  @Override
  public boolean acceptsReals() {
    return IntStream.range(0, bijectors.size())
        .filter(i -> !bijectors.get(i).acceptsReals())
        .noneMatch(i -> bijectors.stream().limit(i).allMatch(Bijector::yieldsReals));
  }

  @Override
  public boolean yieldsReals() {
    return bijectors.stream().allMatch(Bijector::yieldsReals);
  }

  @Override
  public Optional<Split> split() {
    int last = bijectors.size() - 1;
    return last == 0
        ? Optional.empty()
        : Optional.of(new Split(new Chain(bijectors.subList(0, last)), bijectors.get(last)));
  }

  @Override
  public boolean losesDigits() {
    return bijectors.stream().anyMatch(Bijector::losesDigits);
  }

  /**
   * Returns the place of a link's parameters. Its name depends only on the link's position and
   * kind: {@code 3_coupling}.
   *
   * @param link the position of the link, from zero
   */
  public GraphScope place(GraphScope scope, int link) {
    return scope.sub(link + "_" + bijectors.get(link).name());
  }
}
