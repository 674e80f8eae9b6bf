package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.Weights;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Progress;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.Validation;
import io.github.tfflows.gallery.Doubles;
import java.util.Locale;
import org.hipparchus.stat.StatUtils;

/** Trains a flow on all rows at once and prints its log-likelihood. */
final class ToyTraining {
  private static final int EVERY = 100;

  static CompiledDistribution fit(ToyFlow flow, float[][] rows, ToyOptions options) {
    System.out.printf(
        "Training %d layers on %d rows for %d iterations%n",
        flow.steps().size(), rows.length, options.iterations);
    Data data = Data.of(rows);
    CompiledDistribution model =
        Training.defaults()
            .withSteps(options.iterations)
            .withBatchSize(rows.length)
            .withLearningRate(LearningRate.constant(options.learningRate))
            .withValidation(Validation.defaults().withEvery(EVERY))
            .withSeed(options.seed)
            .fit(
                flow.distribution(),
                DataSource.of(data),
                data,
                progress -> print(progress, flow, rows));
    print("Best:", model, rows);
    return model;
  }

  private static void print(Progress progress, ToyFlow flow, float[][] rows) {
    if (progress.step() % EVERY == 0) {
      Weights weights = progress.weights();
      try (CompiledDistribution now =
          CompiledDistribution.compile(flow.distribution(), 0, weights, Execution.defaults())) {
        print("Iter: %d".formatted(progress.step()), now, rows);
      }
    }
  }

  /** The mean log-density of the rows and its two parts: that of the base and the log-det. */
  private static void print(String which, CompiledDistribution model, float[][] rows) {
    double logProb = StatUtils.mean(Doubles.of(model.logProb(rows)));
    double logDet = StatUtils.mean(Doubles.of(model.inverse(rows).logDet()));
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-10s Logprob: %.2f  Prior: %.2f  LogDet: %.2f",
            which,
            logProb,
            logProb - logDet,
            logDet));
  }

  private ToyTraining() {}
}
