package io.github.tfflows.bijectors.monotone;

import io.github.tfflows.bijectors.search.RootSearch;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.univariate.UnitLogistic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A small increasing network, the scalar map of neural autoregressive flows (Huang et al., 2018,
 * arXiv:1804.00779, section 3.1), of the reals onto the reals. One layer is their deep sigmoidal
 * flow (DSF), several are their deep dense sigmoidal flow (DDSF):
 *
 * <pre>{@code
 * h₀ = x     z = a⊙(U·hₗ) + b     hₗ₊₁ = logit(W·σ(z))        y = (1 - 1e-3)·h + 1e-3·x
 * }</pre>
 *
 * <p>with positive {@code a}, and positive rows of {@code U} and {@code W} that sum to one. A layer
 * has {@code units} entries in {@code z} and in {@code hₗ₊₁}, except that the last layer has one
 * entry in {@code hₗ₊₁}. The first layer has no {@code U}. The term {@code 1e-3·x}, which is not in
 * the paper, keeps the slope above {@code 1e-3}.
 *
 * <p>The raw parameters {@code u} of an entry belong, layer by layer, to {@code a}, to {@code b},
 * to the rows of {@code W}, and to the rows of {@code U}:
 *
 * <pre>{@code
 * log a = ρ·u, squashed     b = ρ·u     W, U = softmax(ρ·u) of each row
 * }</pre>
 *
 * <p>with {@code a} such that the slope of all layers is within (1e-3, 1e3). Zero parameters are
 * the identity. The rates {@code ρ}, from ½ to 1½ within each of the four groups, break the
 * symmetry of the units there. The inverse is a search, bracketed by piecewise linear functions,
 * since {@code hₗ₊₁} lies between the smallest and the largest {@code z}.
 *
 * @param layers the number of layers, at least one
 * @param units the width of each, at least one
 */
public record DeepSigmoidal(int layers, int units) implements IncreasingMap {

  /** One layer: {@code log a}, {@code b}, {@code log W} and, except in the first, {@code log U}. */
  private record Layer(Expr logScale, Expr shift, Expr logPool, List<Expr> logMix) {
    Mapped forward(Mapped h) {
      Mapped mixed = logMix.isEmpty() ? h : mixed(h, logMix.get(0));
      Expr z = mixed.value().times(logScale.exp()).plus(shift);
      Expr logSlopes = mixed.logDet().plus(logScale);
      return MixtureMap.pooled(new UnitLogistic(), logPool, z.expand(-2), logSlopes.expand(-2));
    }

    private static Mapped mixed(Mapped h, Expr logMix) {
      return new Mapped(
          logMix.exp().times(h.value().expand(-2)).sumLast(),
          logMix.plus(h.logDet().expand(-2)).logSumExpLast());
    }

    Expr back(Expr h) {
      return h.expand(-1).minus(shift).times(logScale.negated().exp());
    }
  }

  public DeepSigmoidal {
    Require.atLeast("layers", layers, 1);
    Require.atLeast("units", units, 1);
  }

  @Override
  public int parameters() {
    return IntStream.range(0, layers).map(this::parameters).sum();
  }

  @Override
  public Function<Expr, Mapped> curve(GraphScope scope, Expr theta) {
    List<Layer> all = layers(theta);
    return x -> {
      Mapped h = new Mapped(x.expand(-1), x.zeros().expand(-1));
      for (Layer layer : all) {
        h = layer.forward(h);
      }
      return MixtureMap.withShareOf(x, new Mapped(h.value().sumLast(), h.logDet().sumLast()));
    };
  }

  /** Accounts for the term in {@code x}, which moves the root towards {@code y}. */
  @Override
  public RootSearch.Bracket bracket(GraphScope scope, Expr y, Expr theta) {
    Expr low = y;
    Expr high = y;
    List<Layer> all = layers(theta);
    for (int i = all.size() - 1; i >= 0; i--) {
      low = all.get(i).back(low).negated().maxAlong(-1).sumLast().negated();
      high = all.get(i).back(high).maxAlong(-1).sumLast();
    }
    low = low.min(y);
    high = high.max(y);
    return new RootSearch.Bracket(low, high, low.times(0.5).plus(high.times(0.5)));
  }

  private List<Layer> layers(Expr theta) {
    List<Layer> all = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < layers; i++) {
      int size = parameters(i);
      all.add(layer(i, theta.slice(-1, from, size)));
      from += size;
    }
    return all;
  }

  private Layer layer(int i, Expr theta) {
    int pools = outputs(i) * units;
    Expr mixes = theta.slice(-1, 2 * units + pools, inputs(i) * units);
    return new Layer(
        UnequalFactors.times(theta.slice(-1, 0, units)).squash(Expr.LARGEST_LOG / layers),
        UnequalFactors.times(theta.slice(-1, units, units)),
        logRows(theta.slice(-1, 2 * units, pools), outputs(i), units),
        i == 0 ? List.of() : List.of(logRows(mixes, units, inputs(i))));
  }

  private static Expr logRows(Expr raw, int rows, int columns) {
    return UnequalFactors.times(raw).splitLast(rows, columns).logSoftmaxLast();
  }

  private int parameters(int layer) {
    return (2 + inputs(layer) + outputs(layer)) * units;
  }

  private int inputs(int layer) {
    return layer == 0 ? 0 : units;
  }

  private int outputs(int layer) {
    return layer == layers - 1 ? 1 : units;
  }
}
