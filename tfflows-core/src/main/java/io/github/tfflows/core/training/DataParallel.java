package io.github.tfflows.core.training;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.parallel.Contribution;
import io.github.tfflows.core.parallel.TrainingVectors;
import io.github.tfflows.core.parallel.Workers;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.training.loop.Fit;
import io.github.tfflows.core.training.loop.HeldOutLoss;
import io.github.tfflows.core.training.loop.HeldOutRows;
import io.github.tfflows.core.training.loop.TrainingIdentity;
import io.github.tfflows.core.training.loop.TrainingLoop;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A fit whose steps run in workers, and whose validations run in this process.
 *
 * @param batch the first batch of all workers
 */
record DataParallel(
    Recipe recipe, Objective objective, Workers workers, Data batch, HeldOutRows heldOut)
    implements Fit {
  DataParallel(Recipe recipe, Objective objective, Workers workers, Data heldOut) {
    this(recipe, objective, workers, workers.first(), new HeldOutRows(heldOut, recipe.execution()));
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    return TrainingLoop.run(this, listener)
        .compiled(objective.flow(), batch.context().size(), recipe);
  }

  @Override
  public BatchLoss loss() {
    return BatchLoss.of(objective, batch);
  }

  @Override
  public Weights start() {
    return loss().initial(recipe.seed(), recipe.execution());
  }

  @Override
  public Optional<Feed> first() {
    return Optional.of(Feed.of(batch, recipe.execution().precision()));
  }

  @Override
  public String identity() {
    String rows = TrainingIdentity.of(batch, heldOut.rows(), new Weights(Map.of()));
    String text = "%s, rounds of %s steps".formatted(rows, workers.stepsPerRound());
    return TrainingIdentity.of(objective, recipe, text);
  }

  @Override
  public Advance advance(TrainingGraph graph, int step, int most) {
    int count = Math.min(workers.stepsPerRound(), most);
    boolean isSynchronous = workers.stepsPerRound() == 1;
    Workers.Round.Kind kind =
        isSynchronous ? Workers.Round.Kind.GRADIENT : Workers.Round.Kind.STEPS;
    Contribution all =
        workers.run(new Workers.Round(new TrainingVectors(graph.state()), step, count, kind));
    if (isSynchronous) {
      graph.apply(all.vectors().arrays(), step);
    } else {
      graph.resume(all.vectors().arrays());
    }
    return new Advance(count, all.loss());
  }

  @Override
  public Optional<HeldOutLoss> validate(TrainingGraph graph) {
    return heldOut.loss(graph);
  }
}
