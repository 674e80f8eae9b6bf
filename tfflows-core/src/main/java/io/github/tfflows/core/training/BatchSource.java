package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import java.util.Optional;
import java.util.stream.IntStream;

/** The batches of a fit, of which the first has been read already, and its held-out rows. */
final class BatchSource implements TrainingLoop.Source {
  private final Training recipe;
  private final Batches batches;
  private final Data first;
  private final HeldOutRows heldOut;
  private final Optional<TrainingReview.Reference> reference;

  BatchSource(
      Training recipe,
      Batches batches,
      Data first,
      Data heldOut,
      Optional<TrainingReview.Reference> reference) {
    this.recipe = recipe;
    this.batches = batches;
    this.first = first;
    this.heldOut = new HeldOutRows(heldOut, recipe.execution());
    this.reference = reference;
  }

  @Override
  public TrainingLoop.Advance advance(TrainingGraph graph, int step, int most) {
    try (Feed batch = Feed.of(step == 0 ? first : batches.next(), recipe.execution().precision())) {
      return new TrainingLoop.Advance(1, graph.step(batch.tensors(), step));
    }
  }

  @Override
  public Optional<HeldOutLoss> validate(TrainingGraph graph) {
    return heldOut.loss(graph);
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

  private void save(Snapshot snapshot, Data rest) {
    snapshot.put("rest_x", doubles(rest.x()));
    snapshot.put("rest_context", doubles(rest.context()));
    snapshot.put("rest_weights", doubles(rest.weights()));
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
        rows(snapshot.numbers("rest_context"), first.context(), count),
        rows(snapshot.numbers("rest_weights"), first.weights(), count));
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
