package io.github.tfflows.core.inference;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Noise;
import java.util.Collections;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * A flow from a base {@code p₀} towards an unnormalized density {@code p̃}, with Markov chains
 * between its bijectors (stochastic normalizing flows: Wu et al., 2020, arXiv:2002.06707). The
 * {@code k}-th of {@code m} chains is in detailed balance with the annealed density
 *
 * <pre>{@code
 * log p̃ₖ(x) = (1 - λ) log p₀(x) + λ log p̃(x)    λ = k/m
 * }</pre>
 *
 * <p>The log-density of a draw is replaced by the log-ratio of its path {@code y₀ → y₁ → ... → x}
 * and the path back:
 *
 * <pre>{@code
 * log q(path) = log p₀(y₀) - Σ log |det dyⱼ₊₁/dyⱼ| - Σ (log p̃ₖ(yⱼ) - log p̃ₖ(yⱼ₊₁))
 * }</pre>
 *
 * <p>summed over bijectors and chains. {@code p̃(x) / q(path)} is an importance weight, whose mean
 * is the integral of {@code p̃} ({@link WeightedDraws}), and a variational fit to {@code p̃} by
 * {@link Divergence.ReverseKl} or {@link Divergence.Renyi} trains the bijectors along the paths.
 * Without bijectors, this is annealed importance sampling (Neal, 2001, arXiv:physics/9803008).
 *
 * <pre>{@code
 * StochasticFlow flow = new StochasticFlow(StandardNormal.of(2), target, List.of(
 *     StochasticFlow.Layer.of(coupling),
 *     StochasticFlow.Layer.of(new RandomWalk(0.5, 10)),
 *     StochasticFlow.Layer.of(anotherCoupling),
 *     StochasticFlow.Layer.of(new RandomWalk(0.5, 10))));
 * training.fitTo(flow, target)
 * }</pre>
 *
 * <p>{@link #logProb} is the same ratio for a single path back from {@code x}, drawn from a fixed
 * seed outside training steps. It is the logarithm of an unbiased estimate of the density, so its
 * mean is a lower bound of the log-density. Chains are unrolled in the graph.
 *
 * @param base the density {@code p₀} of {@code y₀}
 * @param target the density {@code p̃}
 * @param layers bijectors that keep the shape of events, and Markov chains, at least one layer,
 *     from the base to the target
 */
public record StochasticFlow(Distribution base, LogDensity target, List<Layer> layers)
    implements Distribution {
  /** A bijector or a chain. */
  public sealed interface Layer {
    /** A layer that maps events. */
    record Mapping(Bijector bijector) implements Layer {}

    /** A layer that moves events at random. */
    record Moving(TransitionKernel kernel) implements Layer {}

    /** Returns a layer that maps events. */
    static Layer of(Bijector bijector) {
      return new Mapping(bijector);
    }

    /** Returns a layer that moves events at random. */
    static Layer of(TransitionKernel kernel) {
      return new Moving(kernel);
    }
  }

  public StochasticFlow {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a stochastic flow needs at least one layer, got none");
    }
    for (Layer layer : layers) {
      Shape event = base.eventShape();
      if (layer instanceof Layer.Mapping map
          && !map.bijector().forwardEventShape(event).equals(event)) {
        throw new IllegalArgumentException(
            "expected bijectors that keep the shape %s, got %s".formatted(event, map.bijector()));
      }
    }
  }

  /**
   * Returns annealed importance sampling.
   *
   * @param chains the number of chains, one or more
   * @param kernel the steps of each chain
   */
  public static StochasticFlow annealed(
      Distribution base, LogDensity target, int chains, TransitionKernel kernel) {
    return new StochasticFlow(base, target, Collections.nCopies(chains, Layer.of(kernel)));
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Sample at = base.sample(scope.sub("base"), noise.stream(scope, 0));
    for (int i = 0; i < layers.size(); i++) {
      at = passed(scope, i, noise, at, Bijector::forward);
    }
    return at;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Noise noise = Noise.ofEstimate(scope.sub("noise"), x);
    Sample at = new Sample(x, scope.constant(0).forEachRowOf(x));
    for (int i = layers.size() - 1; i >= 0; i--) {
      at = passed(scope, i, noise, at, Bijector::inverse);
    }
    return base.logProb(scope.sub("base"), at.value()).minus(at.logProb());
  }

  private interface Direction {
    Mapped of(Bijector map, GraphScope scope, Expr x);
  }

  /** Returns the points after a layer, with its part of the log-ratio subtracted. */
  private Sample passed(GraphScope scope, int layer, Noise noise, Sample from, Direction way) {
    Expr x = from.value();
    GraphScope place = scope.sub("layer_" + layer);
    if (layers.get(layer) instanceof Layer.Mapping map) {
      Mapped y = way.of(map.bijector(), place, x);
      return new Sample(y.value(), from.logProb().minus(y.logDet()));
    }
    TransitionKernel kernel = ((Layer.Moving) layers.get(layer)).kernel();
    LogDensity density = annealed(scope, chains(layer + 1) / (double) chains(layers.size()));
    Expr y = kernel.moved(place, density, noise.stream(scope, layer + 1L), x);
    Expr logRatio = density.logProb(place, x).minus(density.logProb(place, y));
    return new Sample(y, from.logProb().minus(logRatio));
  }

  /** The number of chains among the first layers. */
  private long chains(int first) {
    return layers.subList(0, first).stream().filter(Layer.Moving.class::isInstance).count();
  }

  private LogDensity annealed(GraphScope scope, double lambda) {
    LogDensity end = (at, x) -> target.logProb(at.at(scope.sub("target")), x);
    return lambda == 1
        ? end
        : (at, x) ->
            base.logProb(at.at(scope.sub("base")), x)
                .times(1 - lambda)
                .plus(end.logProb(at, x).times(lambda));
  }
}
