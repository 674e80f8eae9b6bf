package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.loop.TrainingLoop;
import io.github.tfflows.core.training.loop.TrainingOutcome;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A fit of an objective to rows: one model, or several whose densities are averaged. Members train
 * one after another, in one graph.
 */
final class MaximumLikelihood {
  private final Recipe recipe;
  private final Objective objective;
  private final List<Member> members;
  private final Optional<CompiledDistribution> start;
  private final long begin = System.nanoTime();
  private final List<TrainingOutcome> outcomes = new ArrayList<>();
  private int contextSize;

  /**
   * Prepares a fit of members.
   *
   * @param start a model with the weights to start from; empty for initial weights
   */
  MaximumLikelihood(
      Recipe recipe,
      Objective objective,
      List<Member> members,
      Optional<CompiledDistribution> start) {
    this.recipe = recipe;
    this.objective = Objects.requireNonNull(objective, "objective");
    this.members = members;
    this.start = start;
  }

  /** Fits the members, and compiles one model of them. */
  CompiledDistribution fit(Consumer<Progress> listener) {
    train(listener);
    Distribution one = objective.flow();
    if (members.size() == 1) {
      return outcomes.get(0).compiled(one, contextSize, recipe);
    }
    return new EnsembleModel(
            outcomes.stream().map(TrainingOutcome::weights).toList(),
            outcomes.stream().map(outcome -> outcome.record(recipe)).toList())
        .compiled(one, contextSize, recipe.execution());
  }

  /** Fits the members, and compiles a model of each. A fit that was stopped may have fewer. */
  List<CompiledDistribution> fitEach(Consumer<Progress> listener) {
    train(listener);
    return TrainingOutcome.compiledEach(outcomes, objective.flow(), contextSize, recipe);
  }

  private void train(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    @Nullable TrainingGraph graph = null;
    try {
      while (outcomes.size() < members.size() && !isStopped()) {
        int member = outcomes.size();
        try (MemberFit fit = new MemberFit(objective, members.get(member), start)) {
          Weights weights = fit.start();
          if (graph == null) {
            graph = TrainingGraph.open(fit.loss(), recipe, weights);
          }
          contextSize = fit.contextSize();
          outcomes.add(TrainingLoop.run(fit, graph, weights, following(member, listener)));
        }
      }
    } finally {
      if (graph != null) {
        graph.close();
      }
    }
  }

  private boolean isStopped() {
    return !outcomes.isEmpty() && outcomes.get(outcomes.size() - 1).isStopped();
  }

  /** Returns a listener that adds the steps and the seconds of the previous members. */
  private Consumer<Progress> following(int member, Consumer<Progress> listener) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    return members.size() == 1
        ? listener
        : own ->
            listener.accept(
                new Progress(
                    member * recipe.steps() + own.step(),
                    members.size() * recipe.steps(),
                    own.loss(),
                    own.heldOutLoss(),
                    member * recipe.steps() + own.bestStep(),
                    own.learningRate(),
                    seconds + own.seconds(),
                    own.run()));
  }
}
