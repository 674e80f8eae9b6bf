package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.runtime.Feed;
import io.github.tfflows.core.runtime.NativeLibrary;
import io.github.tfflows.core.training.checkpoint.CheckpointFolder;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.step.TrainingGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs steps and validations, and keeps the best weights. */
public final class TrainingLoop implements Progress.Run {
  private static final System.Logger LOG =
      System.getLogger("io.github.tfflows.core.training.Training");
  private static final System.Logger REVIEW =
      System.getLogger("io.github.tfflows.core.training.TrainingReview");
  private static final int REPORTS = 100;

  private final Recipe recipe;
  private final TrainingGraph graph;
  private final Fit fit;
  private final Consumer<Progress> listener;
  private final Optional<CheckpointFolder> checkpoints;
  private final MeanLoss losses = new MeanLoss();
  private final BestWeights best;
  private final int reportEvery;
  private final Optional<HeldOutLoss> initial;

  private Optional<HeldOutLoss> heldOut;
  private int taken;
  private int before;
  private double secondsBefore;
  private final long begin = System.nanoTime();
  private volatile @Nullable String stop;

  private TrainingLoop(
      Fit fit,
      TrainingGraph graph,
      Consumer<Progress> listener,
      Optional<CheckpointFolder> checkpoints) {
    this.recipe = fit.recipe();
    this.graph = graph;
    this.fit = fit;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.reportEvery = Math.max(1, recipe.steps() / REPORTS);
    this.initial = fit.validate(graph);
    this.heldOut = initial;
    this.best = new BestWeights(graph.weights(), heldOut);
  }

  public static TrainingOutcome run(Fit fit, Consumer<Progress> listener) {
    Objects.requireNonNull(listener, "listener");
    NativeLibrary.require();
    Weights start = fit.start();
    try (TrainingGraph graph = TrainingGraph.open(fit.loss(), fit.recipe(), start)) {
      return run(fit, graph, start, listener);
    }
  }

  public static TrainingOutcome run(
      Fit fit, TrainingGraph graph, Weights start, Consumer<Progress> listener) {
    try (@Nullable CheckpointFolder folder =
        fit.recipe()
            .checkpoints()
            .map(choice -> CheckpointFolder.open(choice, fit.identity()))
            .orElse(null)) {
      graph.begin(start);
      fit.first().ifPresent(batch -> initialize(graph, batch));
      return new TrainingLoop(fit, graph, listener, Optional.ofNullable(folder)).run();
    }
  }

  private static void initialize(TrainingGraph graph, Feed batch) {
    try (batch) {
      graph.initialize(batch.tensors());
    }
  }

  /**
   * Runs to the end, from the newest checkpoint on.
   *
   * @throws IllegalStateException if the loss is not finite before the weights improved
   */
  private TrainingOutcome run() {
    checkpoints.flatMap(CheckpointFolder::newest).ifPresent(this::resume);
    while (taken < recipe.steps() && best.misses() < recipe.validation().patience()) {
      double loss = step();
      if (!Double.isFinite(loss)) {
        return diverged("the loss is " + loss);
      }
      boolean validates = isDue(recipe.validation().every());
      if (validates && !keepIfBest()) {
        return diverged(reason());
      }
      if (validates || isDue(reportEvery)) {
        report();
      }
      String reason = stopReason();
      if (reason != null || recipe.checkpoints().filter(of -> isDue(of.every())).isPresent()) {
        checkpoints.ifPresent(folder -> folder.save(taken, snapshot()));
      }
      if (reason != null) {
        return stopped(reason, validates);
      }
    }
    return outcome(taken < recipe.steps() ? "early" + since() : "complete");
  }

  private String since() {
    return best.step() == 0
        ? ""
        : String.format(Locale.ROOT, ": no improvement since step %,d", best.step());
  }

  /** Returns whether the last advance reached or passed an interval, or the end. */
  private boolean isDue(int every) {
    return taken == recipe.steps() || taken / every > before / every;
  }

  private double step() {
    Fit.Advance advance = fit.advance(graph, taken, recipe.steps() - taken);
    losses.add(advance.loss());
    before = taken;
    taken += advance.count();
    return advance.loss();
  }

  @Override
  public Weights weights() {
    return graph.weights();
  }

  @Override
  public void stop() {
    stop = "stopped by its listener";
  }

  private @Nullable String stopReason() {
    return Thread.currentThread().isInterrupted() ? "interrupted" : stop;
  }

  /** Ends training early, with the last weights if they are the best. */
  private TrainingOutcome stopped(String reason, boolean isValidated) {
    if (!isValidated && !keepIfBest()) {
      return diverged(reason());
    }
    return outcome(reason);
  }

  private String reason() {
    return heldOut
        .filter(loss -> !loss.isFinite())
        .map(loss -> "the held-out loss is " + loss.decisive())
        .orElse("a weight is not finite");
  }

  /**
   * Validates, and stores the weights if they are the best so far. Returns false if the loss or a
   * weight is not finite.
   */
  private boolean keepIfBest() {
    heldOut = fit.validate(graph);
    if (heldOut.isPresent() && !heldOut.get().isFinite()) {
      return false;
    }
    if (!best.isImprovedBy(heldOut)) {
      best.miss();
      return true;
    }
    Weights now = graph.weights();
    if (!now.areFinite()) {
      return false;
    }
    best.improve(taken, now, heldOut);
    return true;
  }

  private TrainingOutcome diverged(String reason) {
    String row =
        fit.impossible(graph).map(", as the density of the row %s is zero"::formatted).orElse("");
    String message =
        String.format(Locale.ROOT, "training stopped at step %,d: %s%s", taken, reason, row);
    if (best.step() == 0) {
      throw new IllegalStateException(
          message + " and no weights were better than the initial ones; " + fit.advice());
    }
    LOG.log(System.Logger.Level.WARNING, message + "; keeping the weights of step " + best.step());
    return outcome(message);
  }

  private void report() {
    Progress progress =
        new Progress(
            taken,
            recipe.steps(),
            losses.next(),
            mean(heldOut),
            best.step(),
            recipe.optimization().learningRate().at(taken - 1, recipe.steps()),
            seconds(),
            this);
    try {
      listener.accept(progress);
    } catch (RuntimeException e) {
      stop = "its listener failed: " + e;
      LOG.log(
          System.Logger.Level.WARNING,
          "training ends at step %s, with the best weights: its listener failed".formatted(taken),
          e);
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - begin) / 1e9;
  }

  private static OptionalDouble mean(Optional<HeldOutLoss> loss) {
    return loss.isPresent() ? OptionalDouble.of(loss.get().mean()) : OptionalDouble.empty();
  }

  private TrainingOutcome outcome(String end) {
    List<String> warnings = warnings();
    warnings.forEach(warning -> REVIEW.log(System.Logger.Level.WARNING, warning));
    boolean isInitial = heldOut.isPresent() && best.step() == 0;
    return new TrainingOutcome(
        best.weights(),
        taken,
        best.step(),
        losses.latest(),
        mean(best.loss()),
        mean(fit.reference().map(TrainingReview.Reference::loss)),
        isInitial ? end + ": no weights were better than the initial ones" : end,
        stopReason() != null,
        warnings);
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (mean(best.loss()).equals(OptionalDouble.of(Double.POSITIVE_INFINITY))) {
      fit.impossible(graph)
          .map("the held-out loss is infinite, as the density of the row %s is zero"::formatted)
          .ifPresent(warnings::add);
    }
    initial.map(this::review).map(TrainingReview::warnings).ifPresent(warnings::addAll);
    return warnings;
  }

  private TrainingReview review(HeldOutLoss first) {
    return new TrainingReview(
        first,
        best.loss().orElseThrow(),
        best.step(),
        taken,
        recipe.validation().every(),
        fit.reference());
  }

  private Snapshot snapshot() {
    Snapshot snapshot = new Snapshot();
    snapshot.put("taken", taken);
    snapshot.put("seconds", seconds());
    heldOut.ifPresent(loss -> snapshot.put("held_out", loss.mean(), loss.decisive()));
    losses.save(snapshot);
    best.save(snapshot);
    graph.save(snapshot);
    fit.save(snapshot);
    return snapshot;
  }

  private void resume(Snapshot snapshot) {
    taken = (int) snapshot.number("taken");
    secondsBefore = snapshot.number("seconds");
    heldOut = heldOut.map(unused -> HeldOutLoss.of(snapshot.numbers("held_out")));
    losses.resume(snapshot);
    best.resume(snapshot);
    graph.resume(snapshot);
    fit.resume(snapshot);
  }
}
