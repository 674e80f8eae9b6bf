package io.github.tfflows.quality;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import java.util.function.Consumer;

/**
 * The flows of {@code Flows}, in the size and with the training of the settings.
 *
 * @param settings the settings of a part
 */
record SizedFlows(QualitySettings settings) {
  /** The ends of the splines of zuko's flow, which has no setting for them. */
  private static final double BOUND = 5;

  /** Trains the flow of a name, and keeps the weights of the best validation. */
  CompiledDistribution fit(String name, Rows training, Rows validation, long seed) {
    return fit(flow(name, training.size()), training, validation, seed, progress -> {});
  }

  /** Trains any flow, with a listener, and keeps the weights of the best validation. */
  CompiledDistribution fit(
      Distribution flow, Rows training, Rows validation, long seed, Consumer<Progress> listener) {
    return recipe()
        .withSeed(seed)
        .fit(flow, DataSource.of(Data.of(training)), Data.of(validation), listener);
  }

  private TransformedDistribution flow(String name, int d) {
    int layers = settings.integer("layers");
    int[] hidden = settings.words("hidden").stream().mapToInt(Integer::parseInt).toArray();
    RationalQuadratic spline = new RationalQuadratic(settings.integer("bins"), BOUND);
    return switch (name) {
      case "maf" -> Flows.maf(d, layers, Made.of(hidden));
      case "nsf" -> Flows.neuralSplineAutoregressive(d, layers, spline, Made.of(hidden));
      case "coupling" -> Flows.neuralSplineCoupling(d, layers, spline, Mlp.of(hidden));
      case "realNvp" -> Flows.realNvp(d, layers, Mlp.of(hidden));
      case "glow" -> Flows.glow(d, layers, Mlp.of(hidden));
      default -> throw new IllegalArgumentException("no flow is named " + name);
    };
  }

  private Training recipe() {
    int threads = settings.integer("threads");
    return Training.defaults()
        .withSteps(settings.integer("steps"))
        .withBatchSize(settings.integer("batch"))
        .withOptimization(
            Optimization.defaults()
                .withLearningRate(LearningRate.cosine(settings.number("rate")))
                .withClipNorm(settings.number("clip")))
        .withValidation(
            Validation.defaults()
                .withEvery(settings.integer("validation_every"))
                .withPatience(settings.integer("patience")))
        .withExecution(Execution.defaults().withThreadsPerOp(threads).withThreads(threads));
  }
}
