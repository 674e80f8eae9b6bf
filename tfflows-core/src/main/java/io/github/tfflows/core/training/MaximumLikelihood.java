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
import io.github.tfflows.core.graph.Parts;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Fits a distribution to rows. */
final class MaximumLikelihood {
  private static final int VALIDATION_ROWS = 4096;

  private final Training recipe;
  private final Distribution flow;
  private final DataSource training;
  private final Data heldOut;
  private final Optional<Weights> start;

  MaximumLikelihood(Training recipe, Distribution flow, DataSource training, Data heldOut) {
    this(recipe, flow, training, heldOut, Optional.empty());
  }

  private MaximumLikelihood(
      Training recipe,
      Distribution flow,
      DataSource training,
      Data heldOut,
      Optional<Weights> start) {
    this.recipe = recipe;
    this.flow = Objects.requireNonNull(flow, "distribution");
    this.training = Objects.requireNonNull(training, "training");
    this.heldOut = Objects.requireNonNull(heldOut, "heldOut");
    this.start = start;
  }

  /** This fit from given weights on, in place of initial ones. */
  MaximumLikelihood startingFrom(Weights weights) {
    return new MaximumLikelihood(recipe, flow, training, heldOut, Optional.of(weights));
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    try (Batches batches = new Batches(training, recipe.batchSize(), recipe.seed())) {
      Data first = batches.next();
      requireSuitable(first);
      int contextSize = first.context().size();
      TrainingOutcome outcome;
      try (CheckpointStore checkpoints = CheckpointStore.open(recipe, text(first));
          TrainingGraph graph = open(first)) {
        Source source = new Source(batches, first);
        outcome = new TrainingLoop(recipe, graph, source, listener, checkpoints).run();
      }
      ModelDescription description = outcome.addTo(ModelDescription.of(flow, contextSize), recipe);
      return CompiledDistribution.compile(
          flow, contextSize, outcome.weights(), recipe.execution(), description);
    }
  }

  /** The text that identifies this training. */
  private String text(Data first) {
    CRC32C checksum = new CRC32C();
    for (Data data : List.of(first, heldOut)) {
      for (Rows rows : List.of(data.x(), data.context())) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(rows.values().length, 4));
        bytes.asFloatBuffer().put(rows.values());
        checksum.update(bytes);
      }
    }
    return """
        the distribution %s
        the recipe %s
        data with the checksum %08x"""
        .formatted(Training.text(flow), recipe.text(), checksum.getValue());
  }

  private TrainingGraph open(Data first) {
    int contextSize = first.context().size();
    Objective objective = new Objective.NegativeLogLikelihood(flow, contextSize);
    if (start.isPresent()) {
      return TrainingGraph.open(objective, recipe, start.get());
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
    if (heldOut.count() > 0) {
      requireSuitable("the held-out data", heldOut);
      requireContext(first.context().size());
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
    public Optional<HeldOutLoss> validate(TrainingGraph graph) {
      int count = heldOut.count();
      if (count == 0) {
        return Optional.empty();
      }
      double[] losses = new double[count];
      Parts.shared(count, VALIDATION_ROWS, recipe.execution())
          .forEach(
              (from, to) -> {
                try (Feed feed = feed(heldOut.slice(from, to))) {
                  System.arraycopy(graph.losses(feed.tensors()), 0, losses, from, to - from);
                }
              });
      return Optional.of(HeldOutLoss.ofRows(losses));
    }

    @Override
    public void save(Snapshot snapshot) {
      Batches.Position position = batches.position();
      snapshot.put(
          "position",
          position.pools(),
          position.epoch(),
          position.pieces(),
          (double) position.rows(),
          position.used());
      position.rest().ifPresent(rest -> save(snapshot, rest));
    }

    private void save(Snapshot snapshot, Data rest) {
      snapshot.put("rest_x", doubles(rest.x()));
      snapshot.put("rest_context", doubles(rest.context()));
      snapshot.put("rest_rows", rest.count());
    }

    @Override
    public void resume(Snapshot snapshot) {
      double[] numbers = snapshot.numbers("position");
      batches.seek(
          new Batches.Position(
              (int) numbers[0],
              (int) numbers[1],
              (int) numbers[2],
              (long) numbers[3],
              numbers[0] == 0 ? Optional.empty() : Optional.of(rest(snapshot)),
              (int) numbers[4]));
    }

    private Data rest(Snapshot snapshot) {
      int count = (int) snapshot.number("rest_rows");
      return new Data(
          rows(snapshot.numbers("rest_x"), first.x(), count),
          rows(snapshot.numbers("rest_context"), first.context(), count));
    }

    private static Rows rows(double[] numbers, Rows like, int count) {
      float[] values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[i];
      }
      return new Rows(values, like.eventShape(), count);
    }

    private static double[] doubles(Rows rows) {
      return IntStream.range(0, rows.values().length).mapToDouble(i -> rows.values()[i]).toArray();
    }
  }
}
