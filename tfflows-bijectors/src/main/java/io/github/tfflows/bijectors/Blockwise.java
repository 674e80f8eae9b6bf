package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.EventShapes;
import io.github.tfflows.core.Expr;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.tensorflow.ndarray.Shape;

/**
 * A map of its own for each block of neighbouring features of a vector: {@code y = (f₁(x₁), …,
 * fₖ(xₖ))} for {@code x = (x₁, …, xₖ)}, where {@code xᵢ} has {@code sizeᵢ} features. The Jacobian
 * is block-diagonal, so that {@code log |det| = Σᵢ log |det dfᵢ/dxᵢ|}. For columns of a table that
 * need different maps, such as prices, shares and angles. TensorFlow Probability's bijector of the
 * same name does the same.
 *
 * @param parts the blocks, from the first feature on; they cover every feature
 */
public record Blockwise(List<Part> parts) implements Bijector {
  /**
   * Neighbouring features and their map.
   *
   * @param size how many features, one or more
   * @param bijector a map that preserves the number of features
   */
  public record Part(int size, Bijector bijector) {
    /**
     * Checks that the map suits the block.
     *
     * @throws IllegalArgumentException if the block is empty, or the map does not act on vectors of
     *     its size or changes their number of features
     */
    public Part {
      if (size < 1) {
        throw new IllegalArgumentException("a block needs at least one feature, got " + size);
      }
      Shape block = Shape.of(size);
      Shape mapped = bijector.forwardEventShape(block);
      if (!mapped.equals(block)) {
        throw new IllegalArgumentException(
            "the map of a block must keep its shape %s, got one to %s".formatted(block, mapped));
      }
    }
  }

  /**
   * Checks that there is a block.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Blockwise {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a blockwise map needs at least one block, got none");
    }
  }

  /**
   * Returns the map of given blocks.
   *
   * @param parts the blocks, from the first feature on
   * @throws IllegalArgumentException if there is none
   */
  public static Blockwise of(Part... parts) {
    return new Blockwise(List.of(parts));
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return mapped(scope, x, Bijector::forward);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, Bijector::inverse);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    int size = parts.stream().mapToInt(Part::size).sum();
    EventShapes.requireVector(event, "a blockwise map");
    return EventShapes.requireLast(event, size, "a blockwise map");
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return forwardEventShape(event);
  }

  @Override
  public Expr forwardPresence(Expr presence) {
    return mappedPresence(presence, Bijector::forwardPresence);
  }

  @Override
  public Expr inversePresence(Expr presence) {
    return mappedPresence(presence, Bijector::inversePresence);
  }

  /** One of the two directions of a map. */
  private interface Direction {
    Mapped of(Bijector map, GraphScope scope, Expr x);
  }

  private Mapped mapped(GraphScope scope, Expr x, Direction direction) {
    List<Expr> values = new ArrayList<>();
    List<Expr> logDets = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      GraphScope place = scope.part(from, part.size()).sub("block_" + i);
      Mapped image = direction.of(part.bijector(), place, x.slice(-1, from, part.size()));
      values.add(image.value());
      logDets.add(image.logDet());
      from += part.size();
    }
    return new Mapped(scope.concat(-1, values), scope.sum(logDets));
  }

  private Expr mappedPresence(Expr presence, BiFunction<Bijector, Expr, Expr> direction) {
    List<Expr> blocks = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      blocks.add(direction.apply(part.bijector(), presence.slice(-1, from, part.size())));
      from += part.size();
    }
    return presence.scope().concat(-1, blocks);
  }
}
