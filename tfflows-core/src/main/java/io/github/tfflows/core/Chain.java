package io.github.tfflows.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * Bijectors one after another, in reading order: {@code forward} applies the first one first.
 *
 * <pre>{@code
 * f = fₘ ∘ ... ∘ f₁        log |det df/dx| = Σ log |det dfⱼ/dxⱼ|    with xⱼ what the j-th is given
 * }</pre>
 *
 * <p>{@code inverse} applies the last one's inverse first. A link may change the shape of an event;
 * the next one must act on that shape.
 *
 * @param bijectors the links, from the base to the data
 */
public record Chain(List<Bijector> bijectors) implements Bijector {
  /**
   * Checks that there is at least one link.
   *
   * @param bijectors see the record
   * @throws IllegalArgumentException if {@code bijectors} is empty
   */
  public Chain {
    bijectors = List.copyOf(bijectors);
    if (bijectors.isEmpty()) {
      throw new IllegalArgumentException("a chain needs at least one bijector, got none");
    }
  }

  /**
   * Returns the chain of the given links.
   *
   * @param bijectors the links, from the base to the data
   * @return the chain
   * @throws IllegalArgumentException if there is none
   */
  public static Chain of(Bijector... bijectors) {
    return new Chain(List.of(bijectors));
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    Mapped<T> at = bijectors.get(0).forward(scope.sub(name(0)), x);
    for (int i = 1; i < bijectors.size(); i++) {
      at = then(scope, at, bijectors.get(i).forward(scope.sub(name(i)), at.value()));
    }
    return at;
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    int last = bijectors.size() - 1;
    Mapped<T> at = bijectors.get(last).inverse(scope.sub(name(last)), y);
    for (int i = last - 1; i >= 0; i--) {
      at = then(scope, at, bijectors.get(i).inverse(scope.sub(name(i)), at.value()));
    }
    return at;
  }

  @Override
  public Shape eventShape(Shape event) {
    Shape at = event;
    for (Bijector bijector : bijectors) {
      at = bijector.eventShape(at);
    }
    return at;
  }

  /**
   * Returns the inverted links in reverse order; parameters are then named by the new positions.
   */
  @Override
  public Bijector inverted() {
    List<Bijector> links = new ArrayList<>(bijectors.stream().map(Bijector::inverted).toList());
    Collections.reverse(links);
    return new Chain(links);
  }

  /** A parameter's name depends on position and kind only: {@code 3_coupling}. */
  private String name(int i) {
    return i + "_" + Names.of(bijectors.get(i));
  }

  private static <T extends TFloating> Mapped<T> then(
      GraphScope<T> scope, Mapped<T> first, Mapped<T> second) {
    return new Mapped<>(second.value(), scope.tf().math.add(first.logDet(), second.logDet()));
  }
}
