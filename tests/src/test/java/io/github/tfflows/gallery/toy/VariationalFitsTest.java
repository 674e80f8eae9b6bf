package io.github.tfflows.gallery.toy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Estimate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.testing.Expect;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits to Neal's funnel, whose log-density falls exponentially on both sides of its neck. */
@Tag("training")
class VariationalFitsTest {
  private static final Funnel FUNNEL = new Funnel(2);

  /** The learning rate of each, and the divergence in nats that it stays below. */
  private static Stream<Arguments> flows() {
    return Stream.of(
        Arguments.of(Flows.planar(2, 16), 5e-3, 0.35),
        Arguments.of(Flows.lightTailed(Flows.neuralSplineCoupling(2)), 2e-3, 0.15));
  }

  /** The funnel is normalized, so that the divergence is the evidence lower bound, negated. */
  @Test
  void couplingsSettleInTheFunnel() {
    settleInTheFunnel(Flows.lightTailed(Flows.realNvp(2)), 5e-3, 0.02);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("flows")
  void settleInTheFunnel(TransformedDistribution flow, double rate, double divergence) {
    Training training =
        Training.defaults().withSteps(1000).withLearningRate(LearningRate.cosine(rate));
    try (CompiledDistribution fitted = training.fitTo(flow, FUNNEL::logProb);
        CompiledDistribution funnel = CompiledDistribution.compile(FUNNEL, 1)) {
      Estimate found = fitted.divergence(funnel, 100_000, 1);
      assertTrue(found.value() < divergence, found.toString());
    }
  }

  @Test
  void anOverflowNamesTheRemedy() {
    Training training = Training.defaults().withSteps(10);
    LogDensity steep = (scope, x) -> x.times(1e30).square().sumLast().negated();
    Expect.failed(
        IllegalStateException.class,
        "Flows.lightTailed",
        () -> training.fitTo(Flows.realNvp(2), steep).close());
  }
}
