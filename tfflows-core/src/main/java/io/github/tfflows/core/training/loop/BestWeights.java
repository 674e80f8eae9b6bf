package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.training.checkpoint.Resumable;
import io.github.tfflows.core.training.checkpoint.Snapshot;
import java.util.Optional;

/** The weights with the lowest held-out loss; where nothing is held out, the last ones. */
final class BestWeights implements Resumable {
  private Weights weights;
  private Optional<HeldOutLoss> loss;
  private int step;
  private int misses;

  /** Begins with the initial weights. */
  BestWeights(Weights initial, Optional<HeldOutLoss> loss) {
    this.weights = initial;
    this.loss = loss;
  }

  Weights weights() {
    return weights;
  }

  /** Their loss; empty where nothing is held out. */
  Optional<HeldOutLoss> loss() {
    return loss;
  }

  /** The number of steps that led to them. */
  int step() {
    return step;
  }

  /** How many validations in a row were no better. */
  int misses() {
    return misses;
  }

  /** Whether weights of such a loss would be the best. */
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

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("best", weights);
    snapshot.put("best_step", step);
    snapshot.put("misses", misses);
    loss.ifPresent(of -> snapshot.put("best_loss", of.mean(), of.decisive()));
  }

  @Override
  public void resume(Snapshot snapshot) {
    weights = snapshot.weights("best");
    step = (int) snapshot.number("best_step");
    misses = (int) snapshot.number("misses");
    loss = loss.map(unused -> HeldOutLoss.of(snapshot.numbers("best_loss")));
  }
}
