package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt32;

/**
 * A mixture of any distributions on events of one shape, flows among them: {@code log p(x) = log Σₖ
 * πₖ pₖ(x)}. Every component is evaluated at every event. For many Gaussians with independent
 * entries, {@link GaussianMixture} is faster.
 *
 * <p>Draws are differentiable in the components' parameters as the components' own draws are, but
 * not in the weights, since the Gumbel-max trick selects a component. A fit to data learns the
 * weights. A variational fit does not, because the weights only have the gradient of {@code log q},
 * which is zero on average.
 *
 * @param weights the weights {@code π} up to a factor, or where they start, one positive number for
 *     each component
 * @param trainability whether training moves the weights; components have their own
 */
public record Mixture(
    List<Distribution> components, List<Double> weights, Trainability trainability)
    implements Distribution {
  public Mixture {
    components = List.copyOf(components);
    weights = Entries.positive("weight", weights);
    if (components.size() != weights.size()) {
      throw new IllegalArgumentException(
          "expected one weight for each component, got %s components and %s weights"
              .formatted(components.size(), weights.size()));
    }
    List<Shape> shapes = components.stream().map(Distribution::eventShape).distinct().toList();
    if (shapes.size() != 1) {
      throw new IllegalArgumentException(
          "expected components on events of one shape, got the shapes " + shapes);
    }
  }

  /**
   * Returns a mixture that starts with equal weights, which are trained.
   *
   * @param components the distributions, which should differ: equal ones stay equal
   */
  public static Mixture trainable(List<Distribution> components) {
    if (components.isEmpty()) {
      throw new IllegalArgumentException("expected at least one component, got none");
    }
    return new Mixture(components, Entries.all(components.size(), 1), Trainability.TRAINABLE);
  }

  /**
   * Returns a trainable mixture of Gaussians with full covariances. It starts with equal weights,
   * unit covariances and means drawn from {@code N(0, I)}.
   *
   * @param components the number of Gaussians, at least one
   * @param dimension the number of entries of an event, at least one
   * @param seed where the means are drawn from
   */
  public static Mixture ofGaussians(int components, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FullNormal standard = FullNormal.trainable(dimension);
    List<Distribution> gaussians = new ArrayList<>();
    for (int k = 0; k < components; k++) {
      List<Double> mean =
          standard.mean().stream().map(zero -> zero + random.nextGaussian()).toList();
      gaussians.add(new FullNormal(mean, standard.covariance(), Trainability.TRAINABLE));
    }
    return trainable(gaussians);
  }

  @Override
  public Shape eventShape() {
    return components.get(0).eventShape();
  }

  @Override
  public boolean isContinuous() {
    return components.stream().allMatch(Distribution::isContinuous);
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Expr logWeights = logWeights(scope);
    List<Expr> each =
        IntStream.range(0, components.size())
            .mapToObj(k -> components.get(k).logProb(place(scope, k), x).plus(logWeights.entry(k)))
            .toList();
    return scope.logSumExp(each);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Operand<TInt32> chosen = noise.categorical(scope, logWeights(scope));
    long[] perEvent = new long[eventShape().numDimensions() + 1];
    Arrays.fill(perEvent, 1);
    perEvent[0] = -1;
    Expr number = scope.expr(scope.tf().dtypes.cast(chosen, scope.type())).reshape(perEvent);
    List<Expr> draws =
        IntStream.range(0, components.size()).mapToObj(k -> draws(scope, noise, k)).toList();
    Expr x = number.choose(draws);
    return new Sample(x, logProb(scope, x));
  }

  @Override
  public Optional<Marginals> marginals() {
    if (components.stream().anyMatch(component -> component.marginals().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(Marginals.of(weighted(Marginals::cdf), weighted(Marginals::survival)));
  }

  private Marginals.Function weighted(Function<Marginals, Marginals.Function> which) {
    List<Marginals.Function> each =
        components.stream().map(part -> which.apply(part.marginals().orElseThrow())).toList();
    return (scope, x) -> {
      Expr probabilities = logWeights(scope).exp();
      return scope.sum(
          IntStream.range(0, each.size())
              .mapToObj(k -> each.get(k).at(place(scope, k), x).times(probabilities.entry(k)))
              .toList());
    };
  }

  private Expr draws(GraphScope scope, Noise noise, int k) {
    return components.get(k).sample(place(scope, k), noise.stream(scope, k + 1L)).value();
  }

  private static GraphScope place(GraphScope scope, int k) {
    return scope.sub("component_" + k);
  }

  private Expr logWeights(GraphScope scope) {
    double[] logits = weights.stream().mapToDouble(Math::log).toArray();
    Expr unnormalized = trainability.numbers(scope, "logits", Shape.of(logits.length), logits);
    return scope.expr(scope.tf().nn.logSoftmax(unnormalized.expand(0)));
  }
}
