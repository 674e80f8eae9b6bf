package io.github.tfflows.core;

import org.tensorflow.ndarray.Shape;

/**
 * Equal layers one after another, each with weights of its own:
 *
 * <pre>{@code
 * f = g(·; θₖ) ∘ ... ∘ g(·; θ₁)        log |det df/dx| = Σ log |det dg(xⱼ; θⱼ)/dxⱼ|
 * }</pre>
 *
 * <p>It is a {@link Chain} of the same layer, of which a served model and the validation of a
 * training hold one copy, in a loop. Each parameter of the layer is one array for all layers, with
 * their number as its first axis, and each layer starts from values of its own. TensorFlow for Java
 * has no gradients of loops, so that a training step, and a graph that its caller differentiates,
 * has one copy for each layer and takes as long as that of a chain.
 *
 * <p>Processor times of spline couplings of 8 features over those of the chain, on two cores of a
 * virtual machine (November 2026), and the nodes of the models:
 *
 * <pre>{@code
 * layers   nodes            compile   load, one row   1,000 densities   1,000 draws
 *      4   531 of  2,540        0.9             0.7               1.0           1.3
 *     16   531 of 10,004        0.3             0.2               1.2           1.2
 *     64   531 of 26,960        0.3             0.1               0.9           0.8
 * }</pre>
 *
 * @param layer the layer {@code g}, which keeps the shape of events
 * @param times the number of layers, at least one
 */
public record Repeated(Bijector layer, int times) implements Bijector {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public Repeated {
    if (times < 1) {
      throw new IllegalArgumentException("a layer is repeated once or more, got " + times);
    }
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Repetition.Order order = Repetition.Order.ASCENDING;
    return new Repetition(layer::forward, layer::forwardPresence, times, order).build(scope, x);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Repetition.Order order = Repetition.Order.DESCENDING;
    return new Repetition(layer::inverse, layer::inversePresence, times, order).build(scope, y);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return requireSame(event, layer.forwardEventShape(event));
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return requireSame(event, layer.inverseEventShape(event));
  }

  private Shape requireSame(Shape event, Shape image) {
    if (!image.equals(event)) {
      throw new IllegalArgumentException(
          "a repeated layer must keep the shape of events, got %s, which maps %s to %s"
              .formatted(layer, event, image));
    }
    return event;
  }

  @Override
  public boolean losesDigits() {
    return layer.losesDigits();
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    Monotonicity each = layer.monotonicity(event);
    return times % 2 == 0 ? each.then(each) : each;
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    Expr at = presence;
    for (int i = 0; i < times; i++) {
      at = layer.forwardPresence(at);
    }
    return at;
  }

  @Override
  public Expr inversePresence(Expr presence) {
    Expr at = presence;
    for (int i = 0; i < times; i++) {
      at = layer.inversePresence(at);
    }
    return at;
  }
}
