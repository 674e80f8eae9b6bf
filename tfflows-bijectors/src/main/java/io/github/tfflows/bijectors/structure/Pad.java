package io.github.tfflows.bijectors.structure;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * Adds constant entries before and after the others along the last axis. The log-determinant refers
 * to the other entries, {@code log |det| = 0}. The inverse drops the added entries, whatever their
 * values. TensorFlow Probability's bijector of the same name pads any axis.
 *
 * @param before the number of entries to add before the first one, zero or more
 * @param after the number of entries to add after the last one, zero or more
 * @param value the finite value of the added entries
 */
public record Pad(int before, int after, double value) implements Bijector {
  public Pad {
    Require.atLeast("before", before, 0);
    Require.atLeast("after", after, 0);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, got " + value);
    }
  }

  /** Returns a map that adds zeros after the last entry. */
  public static Pad zeros(int after) {
    return new Pad(0, after, 0);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Expr constant = x.slice(-1, 0, 1).zeros().plus(value);
    Expr y = scope.concat(-1, List.of(repeated(constant, before), x, repeated(constant, after)));
    return Mapped.preservingVolume(y);
  }

  private static Expr repeated(Expr constant, int times) {
    return constant.gather(-1, new int[times]);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return Mapped.preservingVolume(y.slice(-1, before, y.size(-1) - before - after));
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return LastAxis.longer(event, before + after, "a padding");
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return LastAxis.longer(event, -before - after, "a padding");
  }
}
