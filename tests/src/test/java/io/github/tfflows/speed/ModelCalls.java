package io.github.tfflows.speed;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.TestRows;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Calls of a model from Java arrays to Java arrays. */
final class ModelCalls implements Work {
  private final CompiledDistribution model;
  private final ToDoubleFunction<CompiledDistribution> call;

  private ModelCalls(CompiledDistribution model, ToDoubleFunction<CompiledDistribution> call) {
    this.model = model;
    this.call = call;
  }

  static ModelCalls logProb(SpeedCase speedCase, int batch, Execution execution) {
    return logProb(speedCase.compiled(execution), speedCase.d(), batch);
  }

  static ModelCalls logProb(CompiledDistribution model, int d, int batch) {
    float[][] x = TestRows.gaussian(batch, d, 2);
    return new ModelCalls(model, of -> of.logProb(x)[batch - 1]);
  }

  static ModelCalls sample(SpeedCase speedCase, int batch, Execution execution) {
    AtomicLong seed = new AtomicLong();
    return new ModelCalls(
        speedCase.compiled(execution),
        of -> of.sample(batch, seed.incrementAndGet())[batch - 1][0]);
  }

  /** Writes the model, to be loaded by another process. */
  void export(Path directory) throws java.io.IOException {
    model.export(directory);
  }

  @Override
  public double once() {
    long begin = System.nanoTime();
    double value = call.applyAsDouble(model);
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("the model gave " + value);
    }
    return seconds;
  }

  @Override
  public long parameters() {
    return model.weights().size();
  }

  @Override
  public void close() {
    model.close();
  }
}
