package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.gallery.plot.Doubles;
import java.util.Locale;
import org.hipparchus.stat.StatUtils;

/** Trains one flow, which has a latent space, and prints the log-likelihood of unseen rows. */
final class ToyTraining {
  private static final int EVERY = 200;

  /** Small batches leave noise in the weights, visible in the density. */
  private static final int LARGEST_BATCH = 1024;

  static CompiledDistribution fit(ToyFlow flow, ToyRows rows, ToyOptions options) {
    System.out.printf(
        "Training %d layers on %d rows for %d iterations%n",
        flow.steps().size(), rows.training().length, options.iterations);
    CompiledDistribution model =
        training(flow, options)
            .fit(
                flow.distribution(),
                Data.of(rows.training()),
                progress -> print(progress, flow, rows.unseen()));
    print("Best:", model, rows.unseen());
    return model;
  }

  private static Training training(ToyFlow flow, ToyOptions options) {
    return Training.forData(options.rows, flow.dimension())
        .withSteps(options.iterations)
        .withBatchSize(Math.min(LARGEST_BATCH, 1 + options.rows / 5))
        .withLearningRate(LearningRate.cosine(options.learningRate))
        .withMembers(1)
        .withSeed(options.seed);
  }

  private static void print(Progress progress, ToyFlow flow, float[][] rows) {
    if (progress.step() % EVERY == 0) {
      Weights weights = progress.weights();
      try (CompiledDistribution now =
          CompiledDistribution.compile(flow.distribution(), 0, weights, Execution.defaults())) {
        print("Iter: %s".formatted(progress.step()), now, rows);
      }
    }
  }

  /**
   * Prints the mean log-density of the rows and its two parts: the log-density of the base and the
   * log-determinant.
   */
  private static void print(String which, CompiledDistribution model, float[][] rows) {
    double logProb = StatUtils.mean(Doubles.of(model.logProb(rows)));
    double logDet = StatUtils.mean(Doubles.of(model.inverse(rows).logDet()));
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-10s Logprob: %.3f  Prior: %.3f  LogDet: %.3f",
            which,
            logProb,
            logProb - logDet,
            logDet));
  }

  private ToyTraining() {}
}
