package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.graph.Initialization;
import io.github.tfflows.core.graph.NativeLibrary;
import io.github.tfflows.core.graph.Parts;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Fits a distribution to rows. */
final class MaximumLikelihood {
  private static final int VALIDATION_ROWS = 4096;

  private final Training recipe;
  private final Distribution flow;
  private final DataSource training;
  private final Data heldOut;

  MaximumLikelihood(Training recipe, Distribution flow, DataSource training, Data heldOut) {
    this.recipe = recipe;
    this.flow = flow;
    this.training = training;
    this.heldOut = heldOut;
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    NativeLibrary.require();
    try (Batches batches = new Batches(training, recipe.batchSize(), recipe.seed())) {
      Data first = batches.next();
      int contextSize = first.context().size();
      requireSuitable("the training data", first);
      if (heldOut.count() > 0) {
        requireSuitable("the held-out data", heldOut);
        requireContext(contextSize);
      }
      Weights start = Initialization.of(flow, contextSize, recipe.seed(), recipe.execution());
      Objective objective = new Objective.NegativeLogLikelihood(flow, contextSize);
      TrainingLoop.Outcome outcome;
      try (TrainingGraph graph = TrainingGraph.open(objective, recipe, start)) {
        initialize(graph, first);
        outcome = new TrainingLoop(recipe, graph, new Source(batches, first), listener).run();
      }
      ModelDescription description = outcome.addTo(ModelDescription.of(flow, contextSize), recipe);
      return CompiledDistribution.compile(
          flow, contextSize, outcome.weights(), recipe.execution(), description);
    }
  }

  private void initialize(TrainingGraph graph, Data first) {
    try (Feed feed = feed(first)) {
      graph.initialize(feed.tensors());
    }
  }

  private void requireSuitable(String what, Data data) {
    if (!data.x().eventShape().equals(flow.eventShape())) {
      throw new IllegalArgumentException(
          "%s are rows of shape %s; the distribution's events have shape %s"
              .formatted(what, data.x().eventShape(), flow.eventShape()));
    }
    data.requireFinite(what);
  }

  private void requireContext(int contextSize) {
    if (heldOut.context().size() != contextSize) {
      throw new IllegalArgumentException(
          "the held-out data have a context of %d columns, the training data of %d"
              .formatted(heldOut.context().size(), contextSize));
    }
  }

  private Feed feed(Data batch) {
    return Feed.of(batch, recipe.execution().precision());
  }

  /** Batches, of which the first has been taken already to look at its shape. */
  private final class Source implements TrainingLoop.Source {
    private final Batches batches;
    private final Data first;

    Source(Batches batches, Data first) {
      this.batches = batches;
      this.first = first;
    }

    @Override
    public Feed batch(int step) {
      return feed(step == 0 ? first : batches.next());
    }

    @Override
    public OptionalDouble validate(TrainingGraph graph) {
      if (heldOut.count() == 0) {
        return OptionalDouble.empty();
      }
      Parts parts = Parts.shared(heldOut.count(), VALIDATION_ROWS, recipe.execution());
      // By their first rows, so that the order of the sum is not that of the threads.
      Map<Integer, Double> losses = new ConcurrentSkipListMap<>();
      parts.forEach(
          (from, to) -> {
            try (Feed feed = feed(heldOut.slice(from, to))) {
              losses.put(from, graph.loss(feed.tensors()) * (to - from));
            }
          });
      double sum = losses.values().stream().mapToDouble(Double::doubleValue).sum();
      return OptionalDouble.of(sum / heldOut.count());
    }
  }
}
