package io.github.tfflows.bijectors;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.GraphScope;
import io.github.tfflows.core.Mapped;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

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
   * @param bijector the map, which leaves their number as it is
   */
  public record Part(int size, Bijector bijector) {
    /**
     * Checks that the map suits the block.
     *
     * @param size see the record
     * @param bijector see the record
     * @throws IllegalArgumentException if the block is empty, or the map does not act on vectors of
     *     its size or changes their number of features
     */
    public Part {
      if (size < 1) {
        throw new IllegalArgumentException("a block needs at least one feature, got " + size);
      }
      Shape block = Shape.of(size);
      Shape mapped = bijector.eventShape(block);
      if (!mapped.equals(block)) {
        throw new IllegalArgumentException(
            "the map of a block must keep its shape %s, got one to %s".formatted(block, mapped));
      }
    }
  }

  /**
   * Checks that there is a block.
   *
   * @param parts see the record
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
   * @return the map
   * @throws IllegalArgumentException if there is none
   */
  public static Blockwise of(Part... parts) {
    return new Blockwise(List.of(parts));
  }

  @Override
  public <T extends TFloating> Mapped<T> forward(GraphScope<T> scope, Operand<T> x) {
    return mapped(scope, x, Bijector::forward);
  }

  @Override
  public <T extends TFloating> Mapped<T> inverse(GraphScope<T> scope, Operand<T> y) {
    return mapped(scope, y, Bijector::inverse);
  }

  @Override
  public Shape eventShape(Shape event) {
    int size = parts.stream().mapToInt(Part::size).sum();
    Vectors.require(event, "a blockwise map");
    return LastAxis.require(event, size, "a blockwise map of " + size + " features");
  }

  /** One of the two directions of a map. */
  private interface Way {
    <T extends TFloating> Mapped<T> of(Bijector map, GraphScope<T> scope, Operand<T> x);
  }

  private <T extends TFloating> Mapped<T> mapped(GraphScope<T> scope, Operand<T> x, Way way) {
    List<Operand<T>> values = new ArrayList<>();
    Operand<T> logDet = scope.zeroLogDet(x);
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Operand<T> block = LastAxis.slice(scope, x, from, part.size());
      Mapped<T> image = way.of(part.bijector(), scope.sub("block_" + i), block);
      values.add(image.value());
      logDet = scope.tf().math.add(logDet, image.logDet());
      from += part.size();
    }
    return new Mapped<>(Vectors.join(scope.tf(), values), logDet);
  }
}
