package io.github.tfflows.core.training;

import io.github.tfflows.core.Weights;
import io.github.tfflows.core.graph.Feed;
import io.github.tfflows.core.model.ModelDescription;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Runs steps and validations, and keeps the best weights. */
final class TrainingLoop implements Progress.Run {
  private static final System.Logger LOG = System.getLogger(Training.class.getName());
  private static final int REPORTS = 100;

  /** The batches and the validation of a training. */
  interface Source {
    /** The tensors of a step. */
    Feed batch(int step);

    /** Returns the loss of the current weights; empty where nothing is held out. */
    OptionalDouble validate(TrainingGraph graph);
  }

  /** The result of a training and a record of it. */
  record Outcome(
      Weights weights, int steps, int bestStep, double loss, OptionalDouble heldOut, String end) {
    ModelDescription addTo(ModelDescription description, Training recipe) {
      ModelDescription more =
          description
              .with("training.recipe", recipe.toString())
              .with("training.seed", Long.toString(recipe.seed()))
              .with("training.steps", Integer.toString(steps))
              .with("training.best_step", Integer.toString(bestStep))
              .with("training.loss", Double.toString(loss))
              .with("training.end", end);
      return heldOut.isPresent()
          ? more.with("training.held_out_loss", Double.toString(heldOut.getAsDouble()))
          : more;
    }
  }

  private final Training recipe;
  private final TrainingGraph graph;
  private final Source source;
  private final Consumer<Progress> listener;
  private final long begin = System.nanoTime();
  private final int reportEvery;

  private Weights best;
  private OptionalDouble bestLoss;
  private OptionalDouble heldOut;
  private int bestStep;
  private int misses;
  private double lossSum;
  private int lossCount;
  private double lastMean = Double.NaN;
  private boolean isStopped;

  TrainingLoop(Training recipe, TrainingGraph graph, Source source, Consumer<Progress> listener) {
    this.recipe = recipe;
    this.graph = graph;
    this.source = source;
    this.listener = listener;
    this.reportEvery = Math.max(1, recipe.steps() / REPORTS);
    this.best = graph.weights();
    this.bestLoss = source.validate(graph);
    this.heldOut = bestLoss;
  }

  /**
   * Runs to an end.
   *
   * @throws IllegalStateException if the loss is not finite before the weights improved
   */
  Outcome run() {
    for (int step = 0; step < recipe.steps(); step++) {
      double loss = step(step);
      if (!Double.isFinite(loss)) {
        return diverged(step + 1, "the loss is " + loss);
      }
      boolean last = step + 1 == recipe.steps();
      boolean validates = last || (step + 1) % recipe.validation().every() == 0;
      if (validates && !keepIfBest(step + 1)) {
        return diverged(step + 1, reason());
      }
      if (validates || (step + 1) % reportEvery == 0) {
        report(step);
      }
      if (isStopped) {
        return stopped(step + 1, validates);
      }
      if (!last && misses >= recipe.validation().patience()) {
        return outcome(step + 1, "early: no improvement since step " + bestStep);
      }
    }
    return outcome(recipe.steps(), "complete");
  }

  private double step(int step) {
    try (Feed batch = source.batch(step)) {
      double loss = graph.step(batch.tensors(), step);
      lossSum += loss;
      lossCount++;
      return loss;
    }
  }

  @Override
  public Weights weights() {
    return graph.weights();
  }

  @Override
  public void stop() {
    isStopped = true;
  }

  /** Ends a training that its listener stopped, with the last weights if they are the best. */
  private Outcome stopped(int step, boolean isValidated) {
    if (!isValidated && !keepIfBest(step)) {
      return diverged(step, reason());
    }
    return outcome(step, "stopped by its listener");
  }

  private String reason() {
    return heldOut.isPresent() && !Double.isFinite(heldOut.getAsDouble())
        ? "the held-out loss is " + heldOut.getAsDouble()
        : "a weight is not finite";
  }

  /**
   * Validates, and keeps the weights if they are the best so far. Returns false if the loss or a
   * weight is not finite.
   */
  private boolean keepIfBest(int step) {
    heldOut = source.validate(graph);
    if (heldOut.isPresent() && !Double.isFinite(heldOut.getAsDouble())) {
      return false;
    }
    boolean better =
        heldOut.isEmpty()
            || !Double.isFinite(bestLoss.orElseThrow())
            || heldOut.getAsDouble() < bestLoss.getAsDouble();
    if (better) {
      Weights now = graph.weights();
      if (!now.areFinite()) {
        return false;
      }
      best = now;
      bestLoss = heldOut;
      bestStep = step;
      misses = 0;
    } else {
      misses++;
    }
    return true;
  }

  private Outcome diverged(int step, String reason) {
    String message = "training stopped at step %d: %s".formatted(step, reason);
    if (bestStep == 0) {
      throw new IllegalStateException(
          message
              + " and no weights were better than the initial ones; try a smaller learning"
              + " rate, and look for extreme values in the data");
    }
    LOG.log(System.Logger.Level.WARNING, message + "; keeping the weights of step " + bestStep);
    return outcome(step, message);
  }

  private void report(int step) {
    lastMean = lossCount == 0 ? lastMean : lossSum / lossCount;
    lossSum = 0;
    lossCount = 0;
    listener.accept(
        new Progress(
            step + 1,
            recipe.steps(),
            lastMean,
            heldOut,
            recipe.optimization().learningRate().at(step, recipe.steps()),
            (System.nanoTime() - begin) / 1e9,
            this));
  }

  private Outcome outcome(int steps, String end) {
    return new Outcome(best, steps, bestStep, lastMean, bestLoss, end);
  }
}
