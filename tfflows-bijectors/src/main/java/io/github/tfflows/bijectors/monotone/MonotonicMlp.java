package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A multi-layer perceptron that is increasing in {@code x} and unconstrained in the columns of a
 * context, within {@code ±bound}, and its tangents beyond. Weights of {@code x}, and all weights of
 * later layers, are positive. Half of the units of a layer have a convex activation, and the other
 * half its concave reflection; otherwise the network could only be convex (Runje and
 * Shankaranarayana, 2023, arXiv:2205.11775, eq. 5-10; zuko's {@code MonotonicMLP} has both sides of
 * an ELU):
 *
 * <pre>{@code
 * h₀ = x     z = a⊙(U·hₗ - m)    hₗ₊₁ = (softplus(z₁..z_k), -softplus(-z_k₊₁), ..., -softplus(-z₂ₖ))
 * f(x) = (1 - 1e-3)·s·w·h + 1e-3·x + t
 * m = centers + u + V·c in the first layer, of a context c      m = centers + u in later ones
 * }</pre>
 *
 * <p>with {@code U = 1} in the first layer. Otherwise the rows of {@code U}, and {@code w}, are
 * softmaxes times {@code 2·bound/k}. The raw parameters of an entry belong to {@code a}, {@code m}
 * and {@code U} or {@code V}, layer by layer, and then to {@code w}, {@code s} and {@code t}:
 *
 * <pre>{@code
 * log(a·bound/k) and log s: u / (1 + |u| / B)      B = ln 1000 / (layers + 1)
 * m - centers: v / (1 + |v| / (2·bound))          v = u + V·c, so that knots stay at hand
 * }</pre>
 *
 * <p>The centers are evenly spaced over {@code ±bound}, and the same for both halves. As {@code
 * softplus(z) - softplus(-z) = z}, zero parameters are the identity. The slope is at least {@code
 * 1e-3} and below {@code 2^layers·1e3}. A search within the bound inverts the map.
 *
 * <p>Alone, the map has trained weights, and the context conditions it; in a host, another network
 * computes its weights.
 *
 * @param layers the number of hidden layers, at least one
 * @param pairs the number {@code k} of units on either side of a layer, at least one
 * @param bound the points {@code ±bound} where tangents begin, in the unit of the entries; positive
 * @param columns the number of columns of the context that the network reads: all of them or none
 */
public record MonotonicMlp(int layers, int pairs, double bound, int columns)
    implements TangentTails {
  /** One layer: {@code log a}, {@code m} and, except in the first, {@code log U}. */
  private record Layer(Expr logScale, Expr knots, List<Expr> logMix) {}

  public MonotonicMlp {
    Require.atLeast("layers", layers, 1);
    Require.atLeast("pairs", pairs, 1);
    Require.positive("bound", bound);
    Require.atLeast("columns", columns, 0);
  }

  /** Returns a network that reads no context. */
  public static MonotonicMlp of(int layers, int pairs, double bound) {
    return new MonotonicMlp(layers, pairs, bound, 0);
  }

  /** Returns this network with the columns of a context as further, unconstrained inputs. */
  public MonotonicMlp withContext(int size) {
    return new MonotonicMlp(layers, pairs, bound, size);
  }

  @Override
  public int parameters() {
    return IntStream.of(sizes()).sum();
  }

  /** The sizes of the groups of parameters: three for each layer, and three for the output. */
  private int[] sizes() {
    int units = 2 * pairs;
    return IntStream.concat(
            IntStream.range(0, layers)
                .flatMap(i -> IntStream.of(units, units, units * (i == 0 ? columns : units))),
            IntStream.of(units, 1, 1))
        .toArray();
  }

  @Override
  public Function<Expr, Mapped> within(GraphScope scope, Expr theta) {
    Iterator<Expr> parts = parts(theta).iterator();
    Function<Expr, Layer> first = first(scope, parts.next(), parts.next(), parts.next());
    List<Layer> later = new ArrayList<>();
    for (int i = 1; i < layers; i++) {
      later.add(layer(parts.next(), parts.next(), List.of(logRows(parts.next(), 2 * pairs))));
    }
    Expr logMix = logRows(parts.next(), 1);
    Expr logScale = parts.next().squash(maxLog());
    Expr shift = parts.next().entry(0);
    return x -> {
      Mapped h = activated(first.apply(x), new Mapped(x.expand(-1), x.zeros().expand(-1)));
      for (Layer layer : later) {
        h = activated(layer, h);
      }
      Mapped y = mixed(h, logMix);
      Expr value = y.value().times(logScale.exp()).sumLast();
      Expr logSlope = y.logDet().plus(logScale).sumLast();
      Mapped all = MixtureMap.withShareOf(x, new Mapped(value, logSlope));
      return new Mapped(all.value().plus(shift), all.logDet());
    };
  }

  private List<Expr> parts(Expr theta) {
    int[] sizes = IntStream.of(sizes()).filter(size -> size > 0).toArray();
    Iterator<Expr> filled = theta.split(-1, sizes).iterator();
    return IntStream.of(sizes())
        .mapToObj(size -> size > 0 ? filled.next() : theta.slice(-1, 0, 0))
        .toList();
  }

  /** The first layer, which depends on the context of its entries. */
  private Function<Expr, Layer> first(GraphScope scope, Expr logScale, Expr moved, Expr kernel) {
    return x -> {
      if (columns == 0) {
        return layer(logScale, moved, List.of());
      }
      Expr context = context(scope, x).expand(-2).expand(-2);
      Expr shift = kernel.splitLast(2L * pairs, columns).times(context).sumLast();
      return layer(logScale, moved.plus(shift), List.of());
    };
  }

  private Expr context(GraphScope scope, Expr x) {
    int size = scope.context().map(each -> each.size(-1)).orElse(0);
    if (size != columns) {
      throw new IllegalArgumentException(
          "a network that reads a context of %s columns got one of %s".formatted(columns, size));
    }
    return scope.contextAlong(x).orElseThrow();
  }

  private Layer layer(Expr logScale, Expr moved, List<Expr> logMix) {
    double[] centers = new double[2 * pairs];
    Arrays.setAll(centers, j -> bound * ((2.0 * (j % pairs) + 1) / pairs - 1));
    return new Layer(
        logScale.squash(maxLog()).plus(Math.log(sharpness())),
        moved.squash(2 * bound).plus(moved.scope().constant(Shape.of(2L * pairs), centers)),
        logMix);
  }

  private Mapped activated(Layer layer, Mapped h) {
    Mapped mixed = layer.logMix().isEmpty() ? h : mixed(h, layer.logMix().get(0));
    Expr z = mixed.value().minus(layer.knots()).times(layer.logScale().exp());
    List<Expr> sides = z.split(-1, pairs, pairs);
    Expr convex = sides.get(0);
    Expr concave = sides.get(1).negated();
    Expr value = joined(convex.softplus(), concave.softplus().negated());
    Expr logSlope = joined(convex.negated(), concave.negated()).softplus().negated();
    return new Mapped(value, logSlope.plus(layer.logScale()).plus(mixed.logDet()));
  }

  private static Expr joined(Expr first, Expr second) {
    return first.scope().concat(-1, List.of(first, second));
  }

  /** Builds sums of units with the weights of each row, and their log-slopes. */
  private Mapped mixed(Mapped h, Expr logMix) {
    double total = 2 / sharpness();
    return new Mapped(
        logMix.exp().times(h.value().expand(-2)).sumLast().times(total),
        logMix.plus(h.logDet().expand(-2)).logSumExpLast().plus(Math.log(total)));
  }

  private Expr logRows(Expr raw, int rows) {
    return raw.splitLast(rows, 2L * pairs).logSoftmaxLast();
  }

  private double sharpness() {
    return pairs / bound;
  }

  private double maxLog() {
    return Expr.LARGEST_LOG / (layers + 1);
  }
}
