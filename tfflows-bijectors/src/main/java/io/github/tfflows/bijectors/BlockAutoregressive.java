package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.scalar.Tanh;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Monotonicity;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A block neural autoregressive flow (BNAF) on vectors: one network whose every output {@code xᵢ}
 * depends on {@code y₁ ... yᵢ} and increases with {@code yᵢ} (De Cao et al., 2019,
 * arXiv:1904.04676). From the data to the base, the direction of training, it is
 *
 * <pre>{@code
 * x = λ·y + (1 - λ)·f(y)        f(y) = W_L·tanh(... tanh(W₁·y + b₁ + C·c) ...) + b_L
 * W = exp(s)·V/|V|              for each row, with V = exp(K) in the blocks on the diagonal,
 *                               V = K below them and V = 0 above
 * log |det dx/dy| = Σ log(λ + (1 - λ)·dfᵢ/dyᵢ)
 * }</pre>
 *
 * <p>with a context {@code c} and one row and column of blocks for each feature (section 3). The
 * derivative {@code dfᵢ/dyᵢ} is the product of the diagonal blocks and of the derivatives of {@code
 * tanh} between them, computed in logarithms. The authors' code has no gate {@code λ} in the last
 * flow of a stack. Here every flow has one, because without it {@code x} is bounded and the map is
 * not onto. {@link #inverted()} applies the network in the direction of draws.
 *
 * <p>Forward computes one feature after another, each by a root search: given {@code y₁ ... yᵢ₋₁},
 * {@code xᵢ} is an increasing function of {@code yᵢ}. As {@code tanh} is within ±1, the row of
 * {@code W_L} bounds the root.
 *
 * <p>The parameters {@code gate}, {@code log_scale} {@code s} and the diagonal blocks of {@code
 * kernel} {@code K} are squashed, {@code r / (1 + |r| / ln 1000)}; {@code λ} is the sigmoid of
 * {@code gate}. Other entries of {@code kernel} and {@code bias} are clipped to ±1e3. {@code gate}
 * starts at {@value #FIRST_GATE}, {@code λ} at 0.82. {@code kernel} and {@code bias} start uniform
 * within one over the root of the number of inputs; {@code log_scale} starts uniform within ±1/2 of
 * {@code -ln √p} for {@code p} inputs of each feature, so that {@code dfᵢ/dyᵢ} is about one near
 * zero.
 *
 * @param units the number of units of each hidden layer for each feature, at least one layer
 */
public record BlockAutoregressive(List<Integer> units) implements Bijector {
  private static final double FIRST_GATE = 2;

  public BlockAutoregressive {
    units = List.copyOf(units);
    if (units.isEmpty() || units.stream().anyMatch(each -> each < 1)) {
      throw new IllegalArgumentException(
          "expected at least one hidden layer, each of at least one unit, got " + units);
    }
  }

  /** Returns a flow with hidden layers of the given sizes. */
  public static BlockAutoregressive of(int... units) {
    return new BlockAutoregressive(Arrays.stream(units).boxed().toList());
  }

  /**
   * The parts {@code λ·y} and {@code (1 - λ)·f}.
   *
   * @param logShare {@code log λ}
   * @param layers the layers of {@code (1 - λ)·f}
   */
  private record Network(Expr logShare, List<BlockTriangular> layers) {}

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Network network = network(scope, x.size(-1));
    Expr y = solve(network, x);
    return new Mapped(y, apply(network, y).logDet().negated());
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    return apply(network(scope, y.size(-1)), y);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.vector(event, "a block autoregressive flow");
  }

  private Network network(GraphScope scope, int features) {
    Expr gate = scope.parameter("gate", Shape.scalar(), FIRST_GATE).squashedLog();
    List<BlockTriangular> layers = new ArrayList<>();
    int inputs = 1;
    for (int i = 0; i < units.size(); i++) {
      layers.add(BlockTriangular.of(scope.sub("dense_" + i), features, inputs, units.get(i)));
      inputs = units.get(i);
    }
    layers.set(0, layers.get(0).withContext(scope.sub("context")));
    layers.add(
        BlockTriangular.of(scope.sub("output"), features, inputs, 1)
            .times(gate.softplus().negated()));
    return new Network(gate.negated().softplus().negated(), layers);
  }

  private static Mapped apply(Network network, Expr y) {
    List<BlockTriangular> layers = network.layers();
    Expr value = layers.get(0).apply(y);
    Expr logSlopes = layers.get(0).logSlopes(y.zeros().expand(-1));
    for (BlockTriangular layer : layers.subList(1, layers.size())) {
      Expr ofTanh = Tanh.logSlope(value).splitLast(y.size(-1), logSlopes.size(-1));
      value = layer.apply(value.tanh());
      logSlopes = layer.logSlopes(logSlopes.plus(ofTanh));
    }
    Expr logShare = network.logShare();
    Expr logSlope = logSlopes.sumLast().minus(logShare).softplus().plus(logShare);
    return new Mapped(y.times(logShare.exp()).plus(value), logSlope.sumLast());
  }

  private static Expr solve(Network network, Expr x) {
    List<BlockTriangular> layers = network.layers();
    List<List<Expr>> found = layers.stream().<List<Expr>>map(each -> new ArrayList<>()).toList();
    for (int i = 0; i < x.size(-1); i++) {
      int feature = i;
      BlockFeature function =
          new BlockFeature(
              network.logShare().exp(),
              layers.stream().map(layer -> layer.diagonal(feature)).toList(),
              IntStream.range(0, layers.size())
                  .mapToObj(k -> layers.get(k).shift(feature, found.get(k)))
                  .toList());
      List<Expr> inputs = function.inputs(function.solve(x.slice(-1, i, 1)));
      IntStream.range(0, layers.size()).forEach(k -> found.get(k).add(inputs.get(k)));
    }
    return x.scope().concat(-1, found.get(0));
  }

  /** With one entry, the slope is positive everywhere. */
  @Override
  public Monotonicity monotonicity(Shape event) {
    return Monotonicity.INCREASING.ifAlone(event);
  }
}
