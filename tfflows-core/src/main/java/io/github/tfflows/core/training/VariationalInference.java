package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.inference.Divergence;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.training.loop.Fit;
import io.github.tfflows.core.training.loop.HeldOutLoss;
import io.github.tfflows.core.training.loop.TrainingIdentity;
import io.github.tfflows.core.training.loop.TrainingLoop;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

record VariationalInference(
    Recipe recipe, Distribution flow, LogDensity target, Divergence divergence) implements Fit {
  /**
   * The number of batches of validation. Their draws differ from the draws of steps, whose seeds
   * count from zero.
   */
  private static final int VALIDATION_BATCHES = 8;

  VariationalInference {
    Objects.requireNonNull(flow, "distribution");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(divergence, "divergence");
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    return TrainingLoop.run(this, listener).compiled(flow, 0, recipe);
  }

  @Override
  public String identity() {
    return TrainingIdentity.of(flow, recipe, "an unnormalized log-density, " + divergence);
  }

  @Override
  public BatchLoss loss() {
    return new BatchLoss.Variational(flow, target, divergence, recipe.batchSize());
  }

  @Override
  public Weights start() {
    return Initialization.of(flow, 0, recipe.seed(), recipe.execution());
  }

  @Override
  public Optional<Feed> first() {
    return Optional.of(draws(0));
  }

  @Override
  public Advance advance(TrainingGraph graph, int step, int most) {
    try (Feed draws = draws(step)) {
      return new Advance(1, graph.step(draws.tensors(), step));
    }
  }

  @Override
  public String advice() {
    return "some draws lie where the target is not finite: fit a flow without heavy tails"
        + " (Flows.lightTailed), or try a smaller learning rate";
  }

  private Feed draws(int step) {
    return Feed.ofSeed(recipe.seed(), step);
  }

  @Override
  public Optional<HeldOutLoss> validate(TrainingGraph graph) {
    if (!divergence.isComparable()) {
      return Optional.empty();
    }
    double[] losses = new double[VALIDATION_BATCHES * recipe.batchSize()];
    for (int i = 0; i < VALIDATION_BATCHES; i++) {
      try (Feed feed = Feed.ofSeed(recipe.seed(), -i - 1)) {
        double[] part = graph.losses(feed.tensors());
        System.arraycopy(part, 0, losses, i * part.length, part.length);
      }
    }
    return Optional.of(HeldOutLoss.ofDraws(losses));
  }
}
