package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import java.util.Optional;

/** The weights with the lowest held-out loss, or the last ones if no rows are held out. */
final class BestWeights {
  private Weights weights;
  private Optional<HeldOutLoss> loss;
  private int step;
  private int misses;

  BestWeights(Weights initial, Optional<HeldOutLoss> loss) {
    this.weights = initial;
    this.loss = loss;
  }

  Weights weights() {
    return weights;
  }

  /** Returns their loss; empty if no rows are held out. */
  Optional<HeldOutLoss> loss() {
    return loss;
  }

  /** Returns the number of steps before them. */
  int step() {
    return step;
  }

  /** Returns the number of consecutive validations without improvement. */
  int misses() {
    return misses;
  }

  boolean isImprovedBy(Optional<HeldOutLoss> other) {
    return other.isEmpty() || other.get().isBelow(loss.orElseThrow());
  }

  void improve(int step, Weights weights, Optional<HeldOutLoss> loss) {
    this.step = step;
    this.weights = weights;
    this.loss = loss;
    this.misses = 0;
  }

  void miss() {
    misses++;
  }

  void save(Snapshot snapshot) {
    snapshot.put("best", weights);
    snapshot.put("best_step", step);
    snapshot.put("misses", misses);
    loss.ifPresent(of -> snapshot.put("best_loss", of.mean(), of.decisive()));
  }

  void resume(Snapshot snapshot) {
    weights = snapshot.weights("best");
    step = (int) snapshot.number("best_step");
    misses = (int) snapshot.number("misses");
    loss = loss.map(unused -> HeldOutLoss.of(snapshot.numbers("best_loss")));
  }
}
