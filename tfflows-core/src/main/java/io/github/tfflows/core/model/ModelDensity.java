package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.serving.Deadline;
import io.github.tfflows.core.serving.EntryPoint;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** The density of a model at a context, with or without a time limit. */
class ModelDensity implements Density {
  final ModelRunner runner;
  final Sampling sampling;
  private final Rows context;
  private final Optional<Duration> limit;

  /**
   * Creates a density.
   *
   * @param context one row for each event, or one row for all of them
   * @param limit the longest time of a call, more than zero
   */
  ModelDensity(ModelRunner runner, Sampling sampling, Rows context, Optional<Duration> limit) {
    if (limit.isPresent() && (limit.get().isNegative() || limit.get().isZero())) {
      throw new IllegalArgumentException("a time limit must be positive, got " + limit.get());
    }
    this.runner = runner;
    this.sampling = sampling;
    this.context = context;
    this.limit = limit;
  }

  @Override
  public Shape eventShape() {
    return runner.declared().eventShape();
  }

  @Override
  public Density within(Duration other) {
    return new ModelDensity(
        runner, sampling, context, Optional.of(Objects.requireNonNull(other, "limit")));
  }

  @Override
  public float[] logProb(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.logProb(x, contextOf(x.count()), Deadline.of(limit));
  }

  @Override
  public Draws sampleAndLogProb(int count, long seed) {
    runner.declared().requireDraws(count);
    return sampling.draw(contextOf(count), seed, Deadline.of(limit));
  }

  @Override
  public float[][] sample(int count, long seed) {
    runner.declared().requireDraws(count);
    return sampling.events(contextOf(count), seed, Deadline.of(limit)).toArrays();
  }

  @Override
  public Estimate entropy(int draws, long seed) {
    runner.declared().requireDraws(Estimate.requireDraws(draws));
    Rows contexts = contextOf(draws);
    float[] logProb =
        sampling
            .expectedLogProb(contexts, seed, Deadline.of(limit))
            .orElseGet(() -> sampleAndLogProb(draws, seed).logProb());
    return Estimate.of(draws, i -> -(double) logProb[i]);
  }

  @Override
  public Transformed forward(Rows z) {
    return map(EntryPoint.FORWARD, Objects.requireNonNull(z, "z"));
  }

  @Override
  public Transformed inverse(Rows x) {
    return map(EntryPoint.INVERSE, Objects.requireNonNull(x, "x"));
  }

  @Override
  public Rows cdf(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.cdf("cdf", x, contextOfPoints(x), Deadline.of(limit));
  }

  @Override
  public Rows survival(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.cdf("survival", x, contextOfPoints(x), Deadline.of(limit));
  }

  @Override
  public Optional<Rows> categories() {
    return runner.categories(context, Deadline.of(limit));
  }

  @Override
  public Rows fullConditionals(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.fullConditionals(x, contextOf(x.count()), Deadline.of(limit));
  }

  @Override
  public Rows quantile(Rows p) {
    return quantile("quantile", Objects.requireNonNull(p, "p"));
  }

  @Override
  public Rows upperQuantile(Rows p) {
    return quantile("upper_quantile", Objects.requireNonNull(p, "p"));
  }

  /** One row of probabilities applies to all contexts. */
  private Rows quantile(String output, Rows p) {
    Rows each = p.count() == 1 ? p.select(new int[context.count()]) : p;
    return runner.quantile(output, each, contextOfPoints(each), Deadline.of(limit));
  }

  /** Returns the context of several points for each row. */
  private Rows contextOfPoints(Rows points) {
    boolean isShared =
        context.size() > 0 && context.count() > 0 && points.count() % context.count() == 0;
    return isShared && points.count() > 0 ? context : contextOf(points.count());
  }

  private Transformed map(EntryPoint entry, Rows points) {
    return runner.map(entry, points, contextOf(points.count()), Deadline.of(limit));
  }

  private Rows contextOf(int count) {
    if (context.count() != 1 && context.count() != count) {
      throw new IllegalArgumentException(
          "expected one context, or one for each of %s rows, got %s".formatted(count, context));
    }
    if (context.count() == count) {
      return context;
    }
    return context.size() == 0 ? Rows.empty(count) : context.select(new int[count]);
  }
}
