package io.github.tfflows.bijectors.image;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;

/**
 * Keeps every other place of an image, like the squares of one colour on a checkerboard, and
 * changes all channels of the others by a monotone map whose parameters depend on the kept places
 * and on the context (Dinh et al., 2017, arXiv:1605.08803, section 3.4):
 *
 * <pre>{@code
 * y = b ⊙ x + (1 - b) ⊙ f(x; θ(b ⊙ x, c))      b[i, j] = 1 where i + j is even, or where it is odd
 * log |det| = Σ (1 - b) ⊙ log f'(x; θ)
 * }</pre>
 *
 * <p>The network reads zeros at the changed places. It must read neighbours, as a {@link
 * ConvolutionalNet} does: a network that reads each place by itself would only read zeros.
 *
 * @param map the map {@code f} of each moved entry
 * @param conditioner the network that yields the parameters of the map; for angles, one with
 *     periodic features
 * @param kept the places that stay
 */
public record CheckerboardCoupling(ScalarBijector map, Conditioner conditioner, Squares kept)
    implements ScalarBijector.Host {
  /** The places of one colour on a checkerboard. */
  public enum Squares {
    /** Row plus column, both counted from zero, is even. */
    EVEN,

    /** Row plus column is odd. */
    ODD;

    /** Returns the squares of the other colour. */
    public Squares others() {
      return this == EVEN ? ODD : EVEN;
    }

    /** True at these places of images {@code [n, h, w, c]}; shaped {@code [h, w, 1]}. */
    private Condition among(Expr x) {
      int h = x.size(1);
      int w = x.size(2);
      int remainder = this == EVEN ? 0 : 1;
      double[] places = new double[h * w];
      Arrays.setAll(places, i -> (i / w + i % w) % 2 == remainder ? 1 : 0);
      return x.scope().constant(Shape.of(h, w, 1), places).greater(0);
    }
  }

  public CheckerboardCoupling {
    map.range().requireReadable(map, conditioner::reads);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    return mapped(scope, x, map::forward);
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return mapped(scope, y, map::preimage);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.image(event, "a checkerboard coupling");
  }

  private Mapped mapped(GraphScope scope, Expr x, ScalarBijector.Direction direction) {
    Condition stays = kept.among(x);
    Expr known = stays.select(x, x.zeros());
    Expr theta = conditioner.parametersOf(map, scope.sub("conditioner"), known, x.size(-1));
    Mapped moved = direction.map(scope, x, theta);
    Expr logSlopes = stays.select(x.zeros(), moved.logDet());
    return scope.entrywise(x, new Mapped(stays.select(x, moved.value()), logSlopes));
  }
}
