package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import org.tensorflow.ndarray.Shape;

/** A conditional model at a context: one row for each event, or one row for all of them. */
record Given(ModelRunner runner, Rows context) implements Density {
  @Override
  public Shape eventShape() {
    return runner.eventShape();
  }

  @Override
  public float[] logProb(Rows x) {
    return runner.logProb(x, contextOf(x.count()));
  }

  @Override
  public Draws sampleAndLogProb(int count, long seed) {
    return runner.sample(contextOf(count), seed);
  }

  @Override
  public Transformed forward(Rows z) {
    return runner.map(EntryPoint.FORWARD, z, contextOf(z.count()));
  }

  @Override
  public Transformed inverse(Rows x) {
    return runner.map(EntryPoint.INVERSE, x, contextOf(x.count()));
  }

  private Rows contextOf(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be zero or more, got " + count);
    }
    if (context.count() != 1 && context.count() != count) {
      throw new IllegalArgumentException(
          "expected one context, or one for each of %d rows, got %s".formatted(count, context));
    }
    return context.count() == count ? context : context.select(new int[count]);
  }
}
