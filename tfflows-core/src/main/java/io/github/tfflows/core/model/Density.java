package io.github.tfflows.core.model;

import io.github.tfflows.core.data.Rows;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * A density that runs: arrays in, arrays out. A {@link CompiledDistribution} is one, and so is a
 * conditional model {@linkplain CompiledDistribution#given given} its context.
 *
 * <p>All methods may be called from many threads at once. They throw {@link
 * IllegalArgumentException} for rows of another shape than the model's and for entries that are not
 * finite, {@link IllegalStateException} once the model is closed, and {@link NullPointerException}
 * that names a parameter which is null.
 */
public interface Density {
  /** Returns the shape of one row of data. */
  Shape eventShape();

  /**
   * Returns this density with a limit on the time of each call. A call that has not ended by then
   * throws {@link java.util.concurrent.CancellationException}.
   *
   * <p>The time is checked in steps of a millisecond, between the parts of many rows, and between
   * the ops of a part; op by op, an op ends before the call does. Under XLA a part is one op, and
   * so is the compilation of a new number of rows. Calls with a limit run in threads of TensorFlow,
   * which adds some hundredths of a millisecond to a call of few rows.
   *
   * @param limit the longest time of a call, more than zero
   * @throws IllegalArgumentException if the limit is not positive
   */
  Density within(Duration limit);

  /**
   * Returns {@code log p(x)}, one number a row, in nats. Every finite row has one: it is minus
   * infinity where the density is zero, where its logarithm is below all floats (that of a Gaussian
   * from 1e19 standard deviations on), and where the map to the base overflows.
   */
  float[] logProb(Rows x);

  /** Returns {@code log p(x)} of vectors, one number a row, in nats. */
  default float[] logProb(float[][] x) {
    return logProb(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /** Returns {@code p(x)}, one number a row; zero or infinite beyond the range of floats. */
  default float[] prob(Rows x) {
    float[] prob = logProb(x);
    for (int i = 0; i < prob.length; i++) {
      prob[i] = (float) Math.exp(prob[i]);
    }
    return prob;
  }

  /** Returns {@code p(x)} of vectors, as {@link #prob(Rows)} does. */
  default float[] prob(float[][] x) {
    return prob(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Draws events and returns the log-density at each of them, in one pass. Where the map
   * {@linkplain io.github.tfflows.core.Bijector#losesDigits loses digits}, as near bounds, a second
   * pass returns that of the draw as it is rounded: {@link #logProb(Rows)} of the draws.
   *
   * @param count the number of draws, zero or more, whose entries fit into the Java heap
   * @param seed equal seeds give equal draws, also after a reload and in another process; up to
   *     rounding, so do the first of more draws, another number of threads, and other callers at
   *     work
   */
  Draws sampleAndLogProb(int count, long seed);

  /**
   * Draws vectors, as {@link #sampleAndLogProb} does, without a second pass; events of other shapes
   * are flattened.
   */
  default float[][] sample(int count, long seed) {
    return sampleAndLogProb(count, seed).x().toArrays();
  }

  /**
   * Estimates the differential entropy {@code -E[log p(x)]} by draws. Where the entropy of the base
   * has a formula, only the mean log-determinant is estimated; that of a distribution without a map
   * is then exact.
   *
   * @param draws the number of draws, two or more
   * @param seed equal seeds give equal draws
   * @return the entropy in nats
   * @throws IllegalArgumentException if there are fewer than two draws, or more than fit into the
   *     Java heap
   */
  Estimate entropy(int draws, long seed);

  /**
   * Estimates the mean of each entry of an event by draws.
   *
   * @param draws the number of draws, two or more
   * @param seed equal seeds give equal draws
   * @return the means in the order of the entries, row by row
   * @throws IllegalArgumentException if there are fewer than two draws, or more than fit into the
   *     Java heap
   */
  default List<Estimate> mean(int draws, long seed) {
    return Estimate.ofEntries(sampled(draws, seed), Estimate::of);
  }

  /**
   * Estimates the standard deviation of each entry of an event by draws, as {@link #mean} does. The
   * standard errors suit distributions with a finite fourth moment.
   */
  default List<Estimate> standardDeviation(int draws, long seed) {
    return Estimate.ofEntries(sampled(draws, seed), Estimate::deviation);
  }

  private Rows sampled(int draws, long seed) {
    return sampleAndLogProb(Estimate.requireDraws(draws), seed).x();
  }

  /**
   * Estimates the Kullback-Leibler divergence {@code KL(p | q) = E[log p(x) - log q(x)]} of this
   * density {@code p} from another one by draws of this one. Where {@code q} is zero at a draw, the
   * divergence is infinite and its standard error is not a number.
   *
   * @param other the density {@code q}, of the same event shape
   * @param draws the number of draws, two or more
   * @param seed equal seeds give equal draws
   * @return the divergence in nats
   * @throws IllegalArgumentException if there are fewer than two draws, or more than fit into the
   *     Java heap, or if the other density has another event shape
   */
  default Estimate divergence(Density other, int draws, long seed) {
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

  /**
   * Maps events from the base to the data.
   *
   * @param z events of the base
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  Transformed forward(Rows z);

  /** Maps vectors from the base to the data, as {@link #forward(Rows)} does. */
  default Transformed forward(float[][] z) {
    return forward(Rows.of(Objects.requireNonNull(z, "z")));
  }

  /**
   * Maps events from the data to the base.
   *
   * @param x events of the data
   * @throws UnsupportedOperationException if the model is not a transformed distribution
   */
  Transformed inverse(Rows x);

  /** Maps vectors from the data to the base, as {@link #inverse(Rows)} does. */
  default Transformed inverse(float[][] x) {
    return inverse(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Returns {@code P(X ≤ x)} for each entry of an event, without regard to the others: marginal
   * distribution functions. A flow has them where it moves each entry by itself, as one of a single
   * entry does whatever its context, and where those of its base are known.
   *
   * <p>Each context may have several events, all as many and one after another: {@code k} points of
   * {@code n} contexts are {@code n·k} rows. Where a network reads the context alone, as that of a
   * flow of one entry does, it is evaluated once for each context.
   *
   * @param x events of the data
   * @return probabilities in the shape of {@code x}
   * @throws UnsupportedOperationException if the model has no distribution functions
   */
  Rows cdf(Rows x);

  /** Returns {@code P(X ≤ x)} for each entry of vectors, as {@link #cdf(Rows)} does. */
  default Rows cdf(float[][] x) {
    return cdf(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Returns {@code P(X > x)} for each entry, {@code 1 - cdf} with the digits of small results.
   *
   * @param x events of the data
   * @return probabilities in the shape of {@code x}
   * @throws UnsupportedOperationException if the model has no distribution functions
   */
  Rows survival(Rows x);

  /** Returns {@code P(X > x)} for each entry of vectors, as {@link #survival(Rows)} does. */
  default Rows survival(float[][] x) {
    return survival(Rows.of(Objects.requireNonNull(x, "x")));
  }

  /**
   * Returns the {@code x} with {@code P(X ≤ x) = p} for each entry.
   *
   * @param p probabilities above 0 and below 1 in the shape of events: one row for each context or
   *     for all, or as many for each, as of {@link #cdf(Rows)}
   * @return entries of events in the shape of {@code p}
   * @throws IllegalArgumentException if a number is not above 0 and below 1
   * @throws UnsupportedOperationException if the model has no distribution functions
   */
  Rows quantile(Rows p);

  /**
   * Returns the {@code x} with {@code P(X > x) = p} for each entry: the quantile of {@code 1 - p},
   * for probabilities too small for that difference.
   *
   * @param p probabilities above 0 and below 1, as for {@link #quantile(Rows)}
   * @return entries of events in the shape of {@code p}
   * @throws IllegalArgumentException if a number is not above 0 and below 1
   * @throws UnsupportedOperationException if the model has no distribution functions
   */
  Rows upperQuantile(Rows p);

  /**
   * Returns the quantiles of all entries at one probability, for each context of a conditional
   * model: {@code model.given(contexts).quantile(0.5)} are medians.
   */
  default Rows quantile(double p) {
    return quantile(everywhere(p));
  }

  /**
   * Returns the upper quantiles of all entries at one probability, for each context. Those at 0.05
   * are the ends of prediction intervals of 90 percent, which {@link #quantile(double)} begins.
   */
  default Rows upperQuantile(double p) {
    return upperQuantile(everywhere(p));
  }

  private Rows everywhere(double p) {
    float[] all = new float[Math.toIntExact(eventShape().size())];
    Arrays.fill(all, (float) p);
    return new Rows(all, eventShape(), 1);
  }
}
