package io.github.tfflows.core;

import io.github.tfflows.core.graph.DrawnParameters;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.LoopGraph;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.core.graph.Require;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TInt64;

/**
 * A distribution whose weights have a posterior: each weight {@code w} has a normal distribution of
 * its own, {@code q(w) = N(μ, σ²)}, under a prior {@code N(0, s²)} (Bayes by backprop: Blundell et
 * al., 2015, arXiv:1505.05424, section 3). With few rows the posterior stays wide, and so does the
 * density away from the rows.
 *
 * <pre>{@code
 * mean loss           -1/n Σ log p(xᵢ | w) + KL(q | prior)/N  w ~ q, drawn once for each step
 * KL of a weight      log(s/σ) + (σ² + μ²)/(2s²) - ½
 * density             log p(x) = log 1/m Σₖ p(x | wₖ)        m fixed draws of all weights
 * }</pre>
 *
 * <p>The mean loss over {@code N} rows is the negative evidence lower bound, divided by {@code N}.
 * To draw an event, one of the {@code m} draws of the weights is chosen at random. Distribution
 * functions, if the distribution has any, are means over the draws of the weights.
 *
 * <p>Every trained parameter of the distribution is a mean {@code μ} under its own name, with
 * {@code log σ} under {@code name.log_scale}, which starts at {@value #FIRST_LOG_SCALE} and is
 * squashed within ±{@value #MOST_LOG_SCALE}. Parameters that the first batch sets, and states such
 * as moving averages, have no posterior. Because the names stay, these weights also fit the plain
 * distribution, at the posterior's means:
 *
 * <pre>{@code
 * CompiledDistribution model = training.fit(new Bayesian(flow, data.count(), 1, 8), data);
 * CompiledDistribution.compile(flow, 0, model.weights(), Execution.defaults());
 * }</pre>
 *
 * @param distribution the distribution, itself no {@code Bayesian}, trained by its likelihood
 * @param rows the number {@code N} of rows that it is trained on, at least one
 * @param priorScale the standard deviation {@code s} of the weights before training, positive
 * @param draws the number {@code m} of draws of the weights, each of which costs as much as the
 *     distribution, at least one
 */
public record Bayesian(Distribution distribution, long rows, double priorScale, int draws)
    implements Distribution {
  private static final double FIRST_LOG_SCALE = -4.5;
  private static final double MOST_LOG_SCALE = 18;

  public Bayesian {
    Require.atLeast("rows", rows, 1);
    Require.atLeast("draws", draws, 1);
    Require.positive("priorScale", priorScale);
    if (distribution instanceof Bayesian) {
      throw new IllegalArgumentException(
          "expected a distribution without a posterior of its weights, got " + distribution);
    }
  }

  @Override
  public Shape eventShape() {
    return distribution.eventShape();
  }

  @Override
  public boolean isContinuous() {
    return distribution.isContinuous();
  }

  @Override
  public boolean coversReals() {
    return distribution.coversReals();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    Noise ofStep = Noise.ofStep(posterior(scope), x); // declares its state in every phase
    return scope.isTrainingStep()
        ? inStep(scope, ofStep, place -> distribution.logProb(place, x))
        : mixture().logProb(scope, x);
  }

  private static GraphScope posterior(GraphScope scope) {
    return scope.sub("posterior");
  }

  private <T> T inStep(GraphScope scope, Noise ofStep, Function<GraphScope, T> build) {
    DrawnParameters drawn = drawn(scope, ofStep.seed());
    T built = build.apply(scope.withParameters(drawn));
    posterior(scope).addLoss("divergence", drawn.divergence(priorScale).times(1.0 / rows));
    return built;
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    if (scope.isTrainingStep()) {
      Noise ofStep = Noise.ofStep(posterior(scope), noise.count());
      return inStep(scope, ofStep, place -> distribution.sample(place, noise.stream(place, 1)));
    }
    return mixture().sample(scope, noise);
  }

  @Override
  public Optional<Marginals> marginals() {
    return mixture().marginals(eventShape(), Distribution::marginals);
  }

  private EqualMixture mixture() {
    return new EqualMixture(
        Collections.nCopies(draws, distribution),
        (scope, draw) -> member(scope, draw + 1),
        List.of());
  }

  private static GraphScope member(GraphScope scope, long k) {
    Operand<TInt64> seed = LoopGraph.outside(scope).tf().constant(new long[] {k, -k});
    return scope.withParameters(drawn(scope, seed));
  }

  private static DrawnParameters drawn(GraphScope scope, Operand<TInt64> seed) {
    return new DrawnParameters(scope, seed, FIRST_LOG_SCALE, MOST_LOG_SCALE);
  }
}
