package io.github.tfflows.speed;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.TestRows;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The steps of a real {@link Training#fit}, data in memory and nothing held out, timed between two
 * reports to its listener: shuffling, copies into tensors, loss, gradients, update, loss back.
 *
 * <p>The fit runs in a thread of its own and stands still between measurements. A fit reports about
 * a hundred times in all, so a report covers a hundredth of its steps, and it has an end.
 */
final class TrainingSteps implements Work {
  /** How many steps lie between two reports. */
  private static final int STEPS_A_REPORT = 10;

  private static final int REPORTS = 100;
  private static final int BATCHES = 10;

  private final Semaphore allowed = new Semaphore(0);
  private final BlockingQueue<Double> seconds = new ArrayBlockingQueue<>(REPORTS + 1);
  private final AtomicLong parameters = new AtomicLong();
  private final Thread fit;
  private boolean started;
  private volatile boolean closing;
  private volatile String failure = "the fit took all of its steps";
  private long begin = System.nanoTime(); // of the fit's thread

  TrainingSteps(SpeedCase speedCase, int batch, Execution execution) {
    float[][] data = TestRows.gaussian(BATCHES * batch, speedCase.d(), 3);
    Training training =
        Training.defaults()
            .withSteps(REPORTS * STEPS_A_REPORT)
            .withBatchSize(batch)
            .withOptimization(
                Optimization.defaults()
                    .withLearningRate(LearningRate.constant(1e-4))
                    .withClipNorm(Double.POSITIVE_INFINITY))
            .withValidation(
                Validation.defaults().withHeldOut(0).withEvery(REPORTS * STEPS_A_REPORT))
            .withExecution(execution);
    this.fit = new Thread(() -> run(training, speedCase, data), "fit");
    fit.setDaemon(true);
    fit.start();
  }

  private void run(Training training, SpeedCase speedCase, float[][] data) {
    try {
      training.fit(speedCase.flow(), Data.of(data), this::reported).close();
    } catch (CancellationException e) {
      failure = "the fit was closed";
    } catch (RuntimeException e) {
      failure = e.toString();
    }
    seconds.add(Double.NaN);
  }

  private void reported(Progress progress) {
    seconds.add((System.nanoTime() - begin) / 1e9 / STEPS_A_REPORT);
    if (progress.step() == STEPS_A_REPORT) {
      parameters.set(progress.weights().size());
    }
    allowed.acquireUninterruptibly();
    if (closing) {
      throw new CancellationException();
    }
    begin = System.nanoTime();
  }

  /** Takes the steps up to the next report. */
  @Override
  public double once() {
    try {
      if (started) {
        allowed.release();
      }
      started = true; // up to its first report, the fit needs no leave
      double step = seconds.take();
      if (Double.isNaN(step)) {
        throw new IllegalStateException(failure);
      }
      return step;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public long parameters() {
    return parameters.get();
  }

  @Override
  public void close() {
    closing = true;
    allowed.release(REPORTS);
    try {
      fit.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
