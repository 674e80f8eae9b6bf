package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.serving.Deadline;
import io.github.tfflows.core.serving.EntryPoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * A compiled density: arrays in, arrays out. It is a {@link CompiledDistribution}, or a conditional
 * model {@linkplain CompiledDistribution#given given} its context.
 *
 * <p>All methods may be called from many threads at once. They throw {@link
 * IllegalArgumentException} for rows of another shape than the model's and for entries that are not
 * finite, and for more draws than fit into the Java heap, {@link IllegalStateException} once the
 * model is closed, {@link UnsupportedOperationException} for a map or a function that the model
 * does not have, and {@link NullPointerException} with the name of a null parameter.
 */
public class Density {
  final ModelRunner runner;
  final Sampling sampling;
  private final Rows context;
  private final Optional<Duration> timeLimit;

  /**
   * Creates a density with or without a time limit.
   *
   * @param context one row for each event, or one row for all of them
   * @param limit the longest time of a call, more than zero
   */
  Density(ModelRunner runner, Sampling sampling, Rows context, Optional<Duration> limit) {
    if (limit.isPresent() && (limit.get().isNegative() || limit.get().isZero())) {
      throw new IllegalArgumentException("a time limit must be positive, got " + limit.get());
    }
    this.runner = runner;
    this.sampling = sampling;
    this.context = context;
    this.timeLimit = limit;
  }

  /** Returns the shape of one row of data. */
  public Shape eventShape() {
    return runner.declared().eventShape();
  }

  /**
   * Returns this density with a limit on the time of each call. A call that has not ended by then
   * throws {@link java.util.concurrent.CancellationException}.
   *
   * <p>The limit is checked about every millisecond, between parts of the rows and between ops: an
   * op that has begun runs to its end. Under XLA a part is one op, and so is the compilation of a
   * new number of rows. Calls with a limit run in TensorFlow's threads, which adds some hundredths
   * of a millisecond to a call of few rows.
   *
   * @param limit the longest time of a call, more than zero
   */
  public Density within(Duration limit) {
    return new Density(
        runner, sampling, context, Optional.of(Objects.requireNonNull(limit, "limit")));
  }

  /**
   * Returns {@code log p(x)}, one number for each row, in nats. It is minus infinity if the density
   * is zero, if its logarithm is below all floats (for a Gaussian, beyond 1e19 standard
   * deviations), or if the map to the base overflows.
   */
  public float[] logProb(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.logProb(x, contextOf(x.count()), Deadline.of(timeLimit));
  }

  /** Returns {@code log p(x)} of vectors, one number for each row, in nats. */
  public float[] logProb(float[][] x) {
    return logProb(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Draws events and their log-densities, in one pass. If the map {@linkplain
   * io.github.tfflows.core.Bijector#losesDigits loses digits}, as near bounds, a second pass
   * computes {@link #logProb(Rows)} of the rounded draws.
   *
   * @param count the number of draws, zero or more; they must fit into the Java heap
   * @param seed equal seeds give equal draws, also after a reload and in another process. Up to
   *     rounding, they do not depend on the number of threads, on other callers, or on whether more
   *     draws follow
   */
  public Draws sampleAndLogProb(int count, long seed) {
    runner.declared().requireDraws(count);
    return sampling.draw(contextOf(count), seed, Deadline.of(timeLimit));
  }

  /**
   * Draws vectors, as {@link #sampleAndLogProb} does, without a second pass; events of other shapes
   * are flattened.
   */
  public float[][] sample(int count, long seed) {
    runner.declared().requireDraws(count);
    return sampling.events(contextOf(count), seed, Deadline.of(timeLimit)).toArrays();
  }

  /**
   * Estimates the differential entropy {@code -E[log p(x)]} in nats by draws. If the base's entropy
   * has a formula, draws only estimate the mean log-determinant; without a map the entropy is then
   * exact.
   *
   * @param draws the number of draws, two or more
   */
  public Estimate entropy(int draws, long seed) {
    runner.declared().requireDraws(Estimate.requireDraws(draws));
    Rows contexts = contextOf(draws);
    float[] logProb =
        sampling
            .expectedLogProb(contexts, seed, Deadline.of(timeLimit))
            .orElseGet(() -> sampleAndLogProb(draws, seed).logProb());
    return Estimate.of(draws, i -> -(double) logProb[i]);
  }

  /**
   * Estimates the mean of each entry of an event by draws.
   *
   * @param draws the number of draws, two or more
   * @return the means in the order of the entries, row by row
   */
  public List<Estimate> mean(int draws, long seed) {
    return Estimate.ofEntries(sampled(draws, seed), Estimate::of);
  }

  /**
   * Estimates the standard deviation of each entry of an event by draws, as {@link #mean} does. The
   * standard errors need a finite fourth moment.
   */
  public List<Estimate> standardDeviation(int draws, long seed) {
    return Estimate.ofEntries(sampled(draws, seed), Estimate::deviation);
  }

  private Rows sampled(int draws, long seed) {
    return sampleAndLogProb(Estimate.requireDraws(draws), seed).x();
  }

  /**
   * Estimates the Kullback-Leibler divergence {@code KL(p | q) = E[log p(x) - log q(x)]} in nats of
   * this density {@code p} from another density {@code q}, by draws of {@code p}. If {@code q} is
   * zero at a draw, the divergence is infinite and its standard error is NaN.
   *
   * @param other the density {@code q}, of the same event shape
   * @param draws the number of draws, two or more
   */
  public Estimate divergence(Density other, int draws, long seed) {
    Shape others = Objects.requireNonNull(other, "other").eventShape();
    if (!others.equals(eventShape())) {
      throw new IllegalArgumentException(
          "expected a density of events of shape %s like this one, got %s"
              .formatted(eventShape(), others));
    }
    Draws drawn = sampleAndLogProb(Estimate.requireDraws(draws), seed);
    float[] logOther = other.logProb(drawn.x());
    return Estimate.of(draws, i -> (double) drawn.logProb()[i] - logOther[i]);
  }

  /** Maps events from the base to the data, if the model is a transformed distribution. */
  public Transformed forward(Rows z) {
    return map(EntryPoint.FORWARD, Objects.requireNonNull(z, "z"));
  }

  /** Maps vectors from the base to the data, as {@link #forward(Rows)} does. */
  public Transformed forward(float[][] z) {
    return forward(Rows.of(Objects.requireNonNull(z, "z")));
  }

  /** Maps events from the data to the base, if the model is a transformed distribution. */
  public Transformed inverse(Rows x) {
    return map(EntryPoint.INVERSE, Objects.requireNonNull(x, "x"));
  }

  /** Maps vectors from the data to the base, as {@link #inverse(Rows)} does. */
  public Transformed inverse(float[][] x) {
    return inverse(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Returns the log-probabilities of all {@linkplain io.github.tfflows.core.Distribution#categories
   * categories} for each row of the context, in nats; empty if events are not categories, or the
   * model has no context. Networks are evaluated once for each row, for any number of categories.
   */
  public Optional<Rows> categories() {
    return runner.categories(context, Deadline.of(timeLimit));
  }

  /**
   * Returns the log-probability of each part of events given the others ({@link
   * io.github.tfflows.core.Distribution#fullConditionals}), in nats: one row for each event.
   */
  public Rows fullConditionals(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.fullConditionals(x, contextOf(x.count()), Deadline.of(timeLimit));
  }

  /**
   * Returns {@code P(X ≤ x)} for each entry of an event: the marginal distribution functions. A
   * flow has them if its base has them and its map changes each entry by itself, as every flow of a
   * single entry does, with any context. If the context leaves one entry open ({@link
   * io.github.tfflows.core.Distribution#conditional}), all entries of the result have the value for
   * this entry.
   *
   * <p>Each context may have {@code k} consecutive points: {@code n} contexts and {@code n·k} rows.
   * Networks that read only the context, as in a flow of one entry, are then evaluated once for
   * each context.
   */
  public Rows cdf(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.cdf("cdf", x, contextOfPoints(x), Deadline.of(timeLimit));
  }

  /** Returns {@code P(X ≤ x)} for each entry of vectors, as {@link #cdf(Rows)} does. */
  public Rows cdf(float[][] x) {
    return cdf(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /** Returns {@code P(X > x)} for each entry: {@code 1 - cdf}, precise for small results. */
  public Rows survival(Rows x) {
    Objects.requireNonNull(x, "x");
    return runner.cdf("survival", x, contextOfPoints(x), Deadline.of(timeLimit));
  }

  /** Returns {@code P(X > x)} for each entry of vectors, as {@link #survival(Rows)} does. */
  public Rows survival(float[][] x) {
    return survival(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Returns the {@code x} with {@code P(X ≤ x) = p} for each entry.
   *
   * @param p probabilities above 0 and below 1 in the shape of events: one row for all contexts, or
   *     one or several rows for each, as for {@link #cdf(Rows)}
   */
  public Rows quantile(Rows p) {
    return quantile("quantile", Objects.requireNonNull(p, "p"));
  }

  /**
   * Returns the {@code x} with {@code P(X > x) = p} for each entry: the quantile of {@code 1 - p},
   * precise for small {@code p}.
   *
   * @param p probabilities above 0 and below 1, as for {@link #quantile(Rows)}
   */
  public Rows upperQuantile(Rows p) {
    return quantile("upper_quantile", Objects.requireNonNull(p, "p"));
  }

  /**
   * Returns the quantiles of all entries at one probability, for each context of a conditional
   * model: {@code model.given(contexts).quantile(0.5)} returns medians.
   */
  public Rows quantile(double p) {
    return quantile(everywhere(p));
  }

  /**
   * Returns the upper quantiles of all entries at one probability, for each context. With {@link
   * #quantile(double)}, both at 0.05, they bound 90 percent prediction intervals.
   */
  public Rows upperQuantile(double p) {
    return upperQuantile(everywhere(p));
  }

  private Rows everywhere(double p) {
    float rounded = (float) p;
    if (p > 0 && p < 1 && (rounded == 0 || rounded == 1)) {
      throw new IllegalArgumentException(
          ("expected a probability above 0 and below 1 in single precision, got %s; the quantile of"
                  + " 1 - p is the upper quantile of p")
              .formatted(p));
    }
    float[] all = new float[Math.toIntExact(eventShape().size())];
    Arrays.fill(all, rounded);
    return new Rows(all, eventShape(), 1);
  }

  /** One row of probabilities applies to all contexts. */
  private Rows quantile(String output, Rows p) {
    Rows each = p.count() == 1 ? p.select(new int[context.count()]) : p;
    return runner.quantile(output, each, contextOfPoints(each), Deadline.of(timeLimit));
  }

  private Rows contextOfPoints(Rows points) {
    boolean isShared =
        context.size() > 0 && context.count() > 0 && points.count() % context.count() == 0;
    return isShared && points.count() > 0 ? context : contextOf(points.count());
  }

  private Transformed map(EntryPoint entry, Rows points) {
    return runner.map(entry, points, contextOf(points.count()), Deadline.of(timeLimit));
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
