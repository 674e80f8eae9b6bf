package io.github.tfflows.core.training;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.loop.Fit;
import io.github.tfflows.core.training.loop.HeldOutLoss;
import io.github.tfflows.core.training.loop.HeldOutRows;
import io.github.tfflows.core.training.loop.TrainingIdentity;
import io.github.tfflows.core.training.loop.TrainingReview;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The fit of one flow to batches of rows. It starts from initial weights or from the weights of a
 * model.
 */
final class MemberFit implements Fit, AutoCloseable {
  private final Objective objective;
  private final Recipe recipe;
  private final Fold fold;
  private final Optional<CompiledDistribution> model;
  private final Batches batches;
  private final Data first;
  private final HeldOutRows heldOut;
  private final Optional<TrainingReview.Reference> reference;
  private Data latest;

  MemberFit(Objective objective, Member member, Optional<CompiledDistribution> model) {
    this.objective = objective;
    this.recipe = member.recipe();
    this.fold = member.fold();
    this.model = model;
    this.batches = new Batches(fold.training(), recipe.batchSize(), recipe.seed());
    try {
      this.first = batches.next();
      this.latest = first;
      requireSuitable();
      this.heldOut = new HeldOutRows(fold.heldOut(), recipe.execution());
      this.reference = gaussian();
    } catch (RuntimeException e) {
      batches.close();
      throw e;
    }
  }

  private void requireSuitable() {
    requireSuitable("the training data", first);
    if (model.isPresent() && model.get().contextSize() != contextSize()) {
      throw new IllegalArgumentException(
          "the training data have a context of %s columns, the model of %s"
              .formatted(contextSize(), model.get().contextSize()));
    }
    if (fold.heldOut().count() > 0) {
      requireSuitable("the held-out data", fold.heldOut());
      int columns = fold.heldOut().context().size();
      if (columns != contextSize()) {
        throw new IllegalArgumentException(
            "the held-out data have a context of %s columns, the training data of %s"
                .formatted(columns, contextSize()));
      }
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

  private Optional<TrainingReview.Reference> gaussian() {
    return objective.flow().isContinuous()
        ? HeldOutLoss.ofGaussian(fold.training(), fold.heldOut())
            .map(loss -> new TrainingReview.Reference(loss, fold.heldOut().x().size()))
        : Optional.empty();
  }

  int contextSize() {
    return first.context().size();
  }

  @Override
  public Recipe recipe() {
    return recipe;
  }

  @Override
  public String identity() {
    Weights from = model.map(CompiledDistribution::weights).orElse(new Weights(Map.of()));
    String data = TrainingIdentity.of(first, fold.heldOut(), from);
    String loss =
        reference.map(gaussian -> " and a Gaussian's loss " + gaussian.loss().mean()).orElse("");
    return TrainingIdentity.of(objective, recipe, data + loss);
  }

  @Override
  public BatchLoss loss() {
    return BatchLoss.of(objective, first);
  }

  @Override
  public Weights start() {
    return model
        .map(CompiledDistribution::weights)
        .orElseGet(() -> loss().initial(recipe.seed(), recipe.execution()));
  }

  @Override
  public Optional<Feed> first() {
    return model.isPresent() ? Optional.empty() : Optional.of(feed(first));
  }

  private Feed feed(Data batch) {
    return Feed.of(batch, recipe.execution().precision());
  }

  @Override
  public Advance advance(TrainingGraph graph, int step, int most) {
    latest = step == 0 ? first : batches.next();
    try (Feed batch = feed(latest)) {
      return new Advance(1, graph.step(batch.tensors(), step));
    }
  }

  @Override
  public Optional<HeldOutLoss> validate(TrainingGraph graph) {
    return heldOut.loss(graph);
  }

  @Override
  public Optional<String> impossible(TrainingGraph graph) {
    return new HeldOutRows(latest, recipe.execution())
        .impossible(graph)
        .or(() -> heldOut.impossible(graph));
  }

  @Override
  public Optional<TrainingReview.Reference> reference() {
    return reference;
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

  private static void save(Snapshot snapshot, Data rest) {
    snapshot.put("rest_x", rest.x());
    snapshot.put("rest_context", rest.context());
    snapshot.put("rest_weights", rest.weights());
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

  private static Data rest(Snapshot snapshot) {
    return new Data(
        snapshot.rows("rest_x"), snapshot.rows("rest_context"), snapshot.rows("rest_weights"));
  }

  @Override
  public void close() {
    batches.close();
  }
}
