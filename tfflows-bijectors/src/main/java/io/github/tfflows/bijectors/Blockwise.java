package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.data.Layout;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import org.tensorflow.ndarray.Shape;

/**
 * A separate map for each block of consecutive features of a vector: {@code y = (f₁(x₁), …,
 * fₖ(xₖ))} for {@code x = (x₁, …, xₖ)}, where {@code xᵢ} has {@code sizeᵢ} features. The Jacobian
 * is block-diagonal, so {@code log |det| = Σᵢ log |det dfᵢ/dxᵢ|}. Use it for columns that need
 * different maps, such as prices, shares and angles. A map may change the number of features of its
 * block, as a map onto a simplex does. TensorFlow Probability has a bijector of the same name.
 *
 * @param parts the blocks, at least one, from the first feature on; they cover every feature
 */
public record Blockwise(List<Part> parts) implements Bijector {
  /**
   * Consecutive features and their map.
   *
   * @param size the number of features of {@code xᵢ}, one or more
   * @param bijector a map from vectors of this size to vectors
   */
  public record Part(int size, Bijector bijector) {
    public Part {
      Require.atLeast("size", size, 1);
      Require.vector(bijector.forwardEventShape(Shape.of(size)), "a blockwise map");
    }

    int mappedSize() {
      return Math.toIntExact(bijector.forwardEventShape(Shape.of(size)).size());
    }
  }

  public Blockwise {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a blockwise map needs at least one block, got none");
    }
  }

  /** Returns the map of given blocks, from the first feature on. */
  public static Blockwise of(Part... parts) {
    return new Blockwise(List.of(parts));
  }

  /**
   * Returns the map of the named parts of a vector, in the order of a layout.
   *
   * @param layout the parts
   * @param byName a bijector for each of them, on its entries as a vector
   * @throws IllegalArgumentException if a name is missing or unknown, or a map does not suit its
   *     part
   */
  public static Blockwise of(Layout layout, Map<String, Bijector> byName) {
    List<Bijector> maps = layout.ordered(byName);
    List<Part> blocks = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      blocks.add(new Part(layout.parts().get(i).size(), maps.get(i)));
    }
    return new Blockwise(blocks);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return mapped(scope, x, Part::size, Bijector::forward);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, Part::mappedSize, Bijector::inverse);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return required(event, Part::size, Part::mappedSize);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return required(event, Part::mappedSize, Part::size);
  }

  private Shape required(Shape event, ToIntFunction<Part> from, ToIntFunction<Part> to) {
    Require.vector(event, "a blockwise map");
    Require.lastAxis(event, parts.stream().mapToInt(from).sum(), "a blockwise map");
    return Shape.of(parts.stream().mapToInt(to).sum());
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return mappedPresence(presence, Part::size, Bijector::forwardPresence);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return mappedPresence(presence, Part::mappedSize, Bijector::inversePresence);
  }

  @Override
  public boolean acceptsReals() {
    return parts.stream().allMatch(part -> part.bijector().acceptsReals());
  }

  @Override
  public boolean yieldsReals() {
    return parts.stream().allMatch(part -> part.bijector().yieldsReals());
  }

  @Override
  public boolean losesDigits() {
    return parts.stream().anyMatch(part -> part.bijector().losesDigits());
  }

  @Override
  public Monotonicity monotonicity(Shape event) {
    return parts.stream()
        .map(part -> part.bijector().monotonicity(Shape.of(part.size())))
        .reduce(Monotonicity::and)
        .orElseThrow();
  }

  private interface Direction {
    Mapped of(Bijector map, GraphScope scope, Expr x);
  }

  private Mapped mapped(GraphScope scope, Expr x, ToIntFunction<Part> sizeOf, Direction direction) {
    List<Expr> values = new ArrayList<>();
    List<Expr> logDets = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      int size = sizeOf.applyAsInt(part);
      GraphScope place = scope.part(from, size).sub("block_" + i);
      Mapped image = direction.of(part.bijector(), place, x.slice(-1, from, size));
      values.add(image.value());
      logDets.add(image.logDet());
      from += size;
    }
    return new Mapped(scope.concat(-1, values), scope.sum(logDets));
  }

  private Expr mappedPresence(
      Expr presence, ToIntFunction<Part> sizeOf, BiFunction<Bijector, Expr, Expr> direction) {
    List<Expr> blocks = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      int size = sizeOf.applyAsInt(part);
      blocks.add(direction.apply(part.bijector(), presence.slice(-1, from, size)));
      from += size;
    }
    return presence.scope().concat(-1, blocks);
  }
}
