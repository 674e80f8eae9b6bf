package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.graph.NativeLibrary;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.util.Optional;
import java.util.function.Consumer;

/** A maximum-likelihood fit whose steps workers take; validations are taken here. */
final class DataParallel implements TrainingLoop.Source {
  private final Training recipe;
  private final Objective objective;
  private final Workers workers;
  private final Data first;
  private final HeldOutRows heldOut;

  DataParallel(Training recipe, Objective objective, Workers workers, Data heldOut) {
    this.recipe = recipe;
    this.objective = objective;
    this.workers = workers;
    this.first = workers.first();
    this.heldOut = new HeldOutRows(heldOut, recipe.execution());
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    NativeLibrary.require();
    int contextSize = first.context().size();
    BatchLoss loss = BatchLoss.of(objective, first);
    Weights start = loss.initial(recipe.seed(), recipe.execution());
    TrainingOutcome outcome;
    try (CheckpointStore checkpoints = CheckpointStore.open(recipe, this::identity);
        TrainingGraph graph = TrainingGraph.open(loss, recipe, start);
        Feed feed = Feed.of(first, recipe.execution().precision())) {
      graph.initialize(feed.tensors());
      outcome = new TrainingLoop(recipe, graph, this, listener, checkpoints).run();
    }
    Distribution trained = objective.flow();
    ModelDescription description = outcome.addTo(ModelDescription.of(trained, contextSize), recipe);
    return CompiledDistribution.compile(
        trained, contextSize, outcome.weights(), recipe.execution(), description);
  }

  private TrainingIdentity identity() {
    String text =
        "%s, rounds of %s steps"
            .formatted(TrainingIdentity.of(first, heldOut.rows()), workers.stepsPerRound());
    return TrainingIdentity.of(objective, recipe, text);
  }

  @Override
  public TrainingLoop.Advance advance(TrainingGraph graph, int step, int most) {
    int count = Math.min(workers.stepsPerRound(), most);
    boolean isSynchronous = workers.stepsPerRound() == 1;
    Workers.Round.Kind kind =
        isSynchronous ? Workers.Round.Kind.GRADIENT : Workers.Round.Kind.STEPS;
    Contribution all = workers.run(new Workers.Round(graph.vectors(), step, count, kind));
    if (isSynchronous) {
      graph.apply(all.vectors(), step);
    } else {
      graph.assign(all.vectors());
    }
    return new TrainingLoop.Advance(count, all.loss());
  }

  @Override
  public Optional<HeldOutLoss> validate(TrainingGraph graph) {
    return heldOut.loss(graph);
  }
}
