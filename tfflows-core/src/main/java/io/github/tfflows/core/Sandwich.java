package io.github.tfflows.core;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import org.tensorflow.ndarray.Shape;

/**
 * A bijector in the coordinates of another, {@code f = g⁻¹ ∘ h ∘ g}: for instance a map of some
 * features after a rotation, which is then undone. FlowJAX uses the same name.
 *
 * <pre>{@code
 * y = g⁻¹(h(g(x)))        log |det dy/dx| = log |det dg/dx| + log |det dh/du| - log |det dg/dy|
 *                         with u = g(x)
 * }</pre>
 *
 * <p>The parameters of {@code g} exist once, under {@code outer}, unlike in a chain of three maps.
 * The parameters of {@code h} are under {@code inner}. {@code g} must be the same map in both
 * directions, which batch normalization is not during training.
 *
 * @param outer the map {@code g}, applied first and undone last
 * @param inner the map {@code h} between
 */
public record Sandwich(Bijector outer, Bijector inner) implements Bijector {
  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Mapped u = outer.forward(scope.sub("outer"), x);
    GraphScope within = scope.mapPresence(outer::forwardPresence);
    Mapped v = u.then(inner.forward(within.sub("inner"), u.value()));
    GraphScope after = within.mapPresence(inner::forwardPresence);
    return v.then(outer.inverse(after.sub("outer"), v.value()));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return inverted().forward(scope, y);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return outer.inverseEventShape(inner.forwardEventShape(outer.forwardEventShape(event)));
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return inverted().forwardEventShape(event);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return outer.inversePresence(inner.forwardPresence(outer.forwardPresence(presence)));
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return inverted().forwardPresence(presence);
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    Monotonicity there = outer.monotonicity(event);
    return there.then(inner.monotonicity(outer.forwardEventShape(event))).then(there);
  }

  @Override
  public boolean acceptsReals() {
    return outer.acceptsReals();
  }

  @Override
  public boolean yieldsReals() {
    return outer.yieldsReals() && inner.yieldsReals();
  }

  @Override
  public boolean losesDigits() {
    return outer.losesDigits() || inner.losesDigits();
  }

  /** Returns {@code f⁻¹ = g⁻¹ ∘ h⁻¹ ∘ g}. */
  @Override
  public Sandwich inverted() {
    return new Sandwich(outer, inner.inverted());
  }
}
