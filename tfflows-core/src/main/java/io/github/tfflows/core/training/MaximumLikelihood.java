package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.checkpoint.CheckpointStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/** Fits a distribution to rows: one model, or several whose densities are averaged. */
final class MaximumLikelihood {
  /** Seeds of members are far apart, since users number theirs. */
  private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  private final Training recipe;
  private final Objective objective;
  private final List<Fold> folds;
  private final Optional<CompiledDistribution> start;

  /** Prepares a fit of one member for each fold. */
  MaximumLikelihood(Training recipe, Objective objective, List<Fold> folds) {
    this(recipe, objective, folds, Optional.empty());
  }

  private MaximumLikelihood(
      Training recipe,
      Objective objective,
      List<Fold> folds,
      Optional<CompiledDistribution> start) {
    this.recipe = recipe;
    this.objective = Objects.requireNonNull(objective, "objective");
    this.folds = folds;
    this.start = start;
  }

  /** The seed of a member: the recipe's for the first one. */
  static long seed(Training recipe, int member) {
    return recipe.seed() + member * SEED_STRIDE;
  }

  /** This fit from the weights of a model on, in place of initial ones. */
  MaximumLikelihood startingFrom(CompiledDistribution model) {
    return new MaximumLikelihood(recipe, objective, folds, Optional.of(model));
  }

  CompiledDistribution fit(Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    Members members = new Members(listener);
    List<TrainingOutcome> outcomes = members.train();
    boolean isOne = folds.size() == 1;
    Distribution one = objective.flow();
    Distribution fitted = isOne ? one : new Ensemble(Collections.nCopies(outcomes.size(), one));
    TrainingOutcome outcome = isOne ? outcomes.get(0) : TrainingOutcome.ofMembers(outcomes);
    return outcome.compiled(fitted, members.contextSize, recipe);
  }

  /** The members in training, one after another, in one graph. */
  private final class Members {
    private final Consumer<Progress> listener;
    private final long begin = System.nanoTime();
    private final List<TrainingOutcome> outcomes = new ArrayList<>();
    private @Nullable TrainingGraph graph;
    private int contextSize;

    Members(Consumer<Progress> listener) {
      this.listener = listener;
    }

    List<TrainingOutcome> train() {
      try {
        while (outcomes.size() < folds.size() && !isStopped()) {
          outcomes.add(train(outcomes.size()));
        }
        return outcomes;
      } finally {
        if (graph != null) {
          graph.close();
        }
      }
    }

    private boolean isStopped() {
      return !outcomes.isEmpty() && outcomes.get(outcomes.size() - 1).isStopped();
    }

    private TrainingOutcome train(int member) {
      Fold fold = folds.get(member);
      Training own = folds.size() == 1 ? recipe : recipe.ofMember(member);
      try (Batches batches = new Batches(fold.training(), own.batchSize(), own.seed())) {
        Data first = batches.next();
        requireSuitable(first, fold.heldOut());
        contextSize = first.context().size();
        try (CheckpointStore checkpoints =
            Fit.checkpoints(own, () -> identity(own, first, fold.heldOut()))) {
          TrainingGraph begun = begin(first, own.seed());
          BatchSource source =
              new BatchSource(own, batches, first, fold.heldOut(), reference(fold));
          return new TrainingLoop(own, begun, source, following(member), checkpoints).run();
        }
      }
    }

    private Optional<TrainingReview.Reference> reference(Fold fold) {
      return objective.flow().isContinuous() ? fold.reference() : Optional.empty();
    }

    private Consumer<Progress> following(int member) {
      int steps = recipe.steps();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return folds.size() == 1
          ? listener
          : progress ->
              listener.accept(progress.after(member * steps, folds.size() * steps, seconds));
    }

    /** The graph with the weights that a member starts from. */
    private TrainingGraph begin(Data first, long seed) {
      BatchLoss loss = BatchLoss.of(objective, first);
      Weights initial =
          start.isPresent() ? start.get().weights() : loss.initial(seed, recipe.execution());
      if (graph == null) {
        graph = TrainingGraph.open(loss, recipe, initial);
      } else {
        graph.begin(initial);
      }
      if (start.isEmpty()) {
        initialize(graph, first);
      }
      return graph;
    }
  }

  private TrainingIdentity identity(Training own, Data first, Data heldOut) {
    CRC32C checksum = TrainingIdentity.checksum(first, heldOut);
    start.ifPresent(
        model -> model.weights().byName().values().forEach(a -> TrainingIdentity.add(checksum, a)));
    return TrainingIdentity.of(objective, own, TrainingIdentity.text(checksum));
  }

  private void requireSuitable(Data first, Data heldOut) {
    requireSuitable("the training data", first);
    int columns = first.context().size();
    if (start.isPresent() && start.get().contextSize() != columns) {
      throw new IllegalArgumentException(
          "the training data have a context of %s columns, the model of %s"
              .formatted(columns, start.get().contextSize()));
    }
    if (heldOut.count() > 0) {
      requireSuitable("the held-out data", heldOut);
      requireContext(heldOut, columns);
    }
  }

  private void initialize(TrainingGraph graph, Data first) {
    try (Feed feed = Feed.of(first, recipe.execution().precision())) {
      graph.initialize(feed.tensors());
    }
  }

  private void requireSuitable(String what, Data data) {
    Shape event = objective.flow().eventShape();
    if (!data.x().eventShape().equals(event)) {
      throw new IllegalArgumentException(
          "%s are rows of shape %s; the distribution's events have shape %s"
              .formatted(what, data.x().eventShape(), event));
    }
    data.requireFinite(what);
  }

  private static void requireContext(Data heldOut, int contextSize) {
    if (heldOut.context().size() != contextSize) {
      throw new IllegalArgumentException(
          "the held-out data have a context of %s columns, the training data of %s"
              .formatted(heldOut.context().size(), contextSize));
    }
  }
}
