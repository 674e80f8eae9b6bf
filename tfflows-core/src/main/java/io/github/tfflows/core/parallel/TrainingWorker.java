package io.github.tfflows.core.parallel;

import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Batches;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.TrainingGraph;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a data-parallel training. It takes steps on its own rows, beginning with the vectors
 * of a round. Its batches depend only on the plan, the rows and the number of the step, so that a
 * replacement of a lost worker gives the same results. It is not thread-safe.
 */
public final class TrainingWorker implements AutoCloseable {
  private final Recipe recipe;
  private final DataSource rows;
  private final double weight;
  private final TrainingGraph graph;
  private Batches batches;
  private int next;
  private @Nullable Data last;

  private TrainingWorker(TrainingPlan plan, DataSource rows, double weight) {
    this.recipe = plan.readRecipe();
    this.rows = rows;
    this.weight = weight;
    this.batches = open();
    try {
      this.graph = graph(plan.readObjective());
    } catch (RuntimeException e) {
      batches.close();
      throw e;
    }
  }

  private TrainingGraph graph(Objective objective) {
    BatchLoss loss = BatchLoss.of(objective, first());
    return TrainingGraph.open(loss, recipe, loss.initial(recipe.seed(), recipe.execution()));
  }

  /**
   * Opens a worker.
   *
   * @param plan the distribution and the recipe
   * @param rows the rows of the worker, the same in every pass except for noise that depends on the
   *     number of the pass. Weights of rows have the same scale for all workers, with a mean of
   *     about one
   * @param weight the weight of the worker's vectors in the mean over workers, such as its number
   *     of rows or the sum of their weights; gradients of batches have equal weights
   * @return the worker, to be closed
   */
  public static TrainingWorker open(TrainingPlan plan, DataSource rows, double weight) {
    NativeLibrary.require();
    return new TrainingWorker(plan, rows, weight);
  }

  private Batches open() {
    return new Batches(rows, recipe.batchSize(), recipe.seed());
  }

  /** Returns the batch of step zero. */
  public Data first() {
    return batch(0);
  }

  public Contribution run(Workers.Round round) {
    graph.resume(round.begin().arrays());
    if (round.kind() == Workers.Round.Kind.GRADIENT) {
      try (Feed feed = feed(round.step())) {
        TrainingGraph.Gradient found = graph.gradient(feed.tensors());
        return new Contribution(new TrainingVectors(found.changes()), found.loss(), 1);
      }
    }
    double loss = 0;
    for (int step = round.step(); step < round.step() + round.count(); step++) {
      try (Feed feed = feed(step)) {
        loss += graph.step(feed.tensors(), step);
      }
    }
    return new Contribution(new TrainingVectors(graph.state()), loss / round.count(), weight);
  }

  private Feed feed(int step) {
    return Feed.of(batch(step), recipe.execution().precision());
  }

  /** Returns the batch of a step, and skips those before it. */
  private Data batch(int step) {
    if (last != null && step == next - 1) {
      return last;
    }
    if (step < next) {
      batches.close();
      batches = open();
      next = 0;
    }
    Data batch = batches.next();
    for (next++; next <= step; next++) {
      batch = batches.next();
    }
    last = batch;
    return batch;
  }

  @Override
  public void close() {
    batches.close();
    graph.close();
  }
}
