package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Weights;
import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.graph.Initialization;
import io.github.tfflows.core.graph.NativeLibrary;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Fits a distribution to rows. */
final class MaximumLikelihood {
  private final Training recipe;
  private final Distribution flow;
  private final DataSource training;
  private final Data heldOut;
  private final Optional<CompiledDistribution> start;

  MaximumLikelihood(Training recipe, Distribution flow, DataSource training, Data heldOut) {
    this(recipe, flow, training, heldOut, Optional.empty());
  }

  private MaximumLikelihood(
      Training recipe,
      Distribution flow,
      DataSource training,
      Data heldOut,
      Optional<CompiledDistribution> start) {
    this.recipe = recipe;
    this.flow = Objects.requireNonNull(flow, "distribution");
    this.training = Objects.requireNonNull(training, "training");
    this.heldOut = Objects.requireNonNull(heldOut, "heldOut");
    this.start = start;
  }

  /** This fit from the weights of a model on, in place of initial ones. */
  MaximumLikelihood startingFrom(CompiledDistribution model) {
    return new MaximumLikelihood(recipe, flow, training, heldOut, Optional.of(model));
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    try (Batches batches = new Batches(training, recipe.batchSize(), recipe.seed())) {
      Data first = batches.next();
      requireSuitable(first);
      int contextSize = first.context().size();
      TrainingOutcome outcome;
      try (CheckpointStore checkpoints = CheckpointStore.open(recipe, () -> identity(first));
          TrainingGraph graph = open(first)) {
        BatchSource source = new BatchSource(recipe, batches, first, heldOut);
        outcome = new TrainingLoop(recipe, graph, source, listener, checkpoints).run();
      }
      ModelDescription description = outcome.addTo(ModelDescription.of(flow, contextSize), recipe);
      return CompiledDistribution.compile(
          flow, contextSize, outcome.weights(), recipe.execution(), description);
    }
  }

  private TrainingIdentity identity(Data first) {
    CRC32C checksum = new CRC32C();
    for (Data data : List.of(first, heldOut)) {
      add(checksum, data.x());
      add(checksum, data.context());
    }
    start.ifPresent(model -> model.weights().byName().values().forEach(a -> add(checksum, a)));
    String data = "data with the checksum %08x".formatted(checksum.getValue());
    return new TrainingIdentity(flow, recipe, data);
  }

  private static void add(CRC32C checksum, Rows rows) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES);
    for (float value : rows.values()) {
      checksum.update(bytes.clear().putFloat(value).flip());
    }
  }

  private static void add(CRC32C checksum, Weights.Array array) {
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (double value : array.values()) {
      checksum.update(bytes.clear().putDouble(value).flip());
    }
  }

  private TrainingGraph open(Data first) {
    int contextSize = first.context().size();
    Objective objective = new Objective.NegativeLogLikelihood(flow, contextSize);
    if (start.isPresent()) {
      return TrainingGraph.open(objective, recipe, start.get().weights());
    }
    Weights initial = Initialization.of(flow, contextSize, recipe.seed(), recipe.execution());
    TrainingGraph graph = TrainingGraph.open(objective, recipe, initial);
    try {
      initialize(graph, first);
      return graph;
    } catch (RuntimeException e) {
      graph.close();
      throw e;
    }
  }

  private void requireSuitable(Data first) {
    requireSuitable("the training data", first);
    int columns = first.context().size();
    if (start.isPresent() && start.get().contextSize() != columns) {
      throw new IllegalArgumentException(
          "the training data have a context of %d columns, the model of %d"
              .formatted(columns, start.get().contextSize()));
    }
    if (heldOut.count() > 0) {
      requireSuitable("the held-out data", heldOut);
      requireContext(columns);
    }
  }

  private void initialize(TrainingGraph graph, Data first) {
    try (Feed feed = Feed.of(first, recipe.execution().precision())) {
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
}
