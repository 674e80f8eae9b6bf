package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.training.checkpoint.Snapshot;

/** The mean loss of the steps between two reports. */
final class MeanLoss {
  private double sum;
  private int count;
  private double latest = Double.NaN;

  void add(double loss) {
    sum += loss;
    count++;
  }

  /** Returns the mean since the last report, if there was a step. */
  double next() {
    latest = count == 0 ? latest : sum / count;
    sum = 0;
    count = 0;
    return latest;
  }

  double latest() {
    return latest;
  }

  void save(Snapshot snapshot) {
    snapshot.put("losses", sum, count, latest);
  }

  void resume(Snapshot snapshot) {
    double[] numbers = snapshot.numbers("losses");
    sum = numbers[0];
    count = (int) numbers[1];
    latest = numbers[2];
  }
}
