package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.function.Consumer;

/**
 * How to fit a distribution: an immutable recipe.
 *
 * <pre>{@code
 * fit     minimizes  -1/n Σ log p(xᵢ | cᵢ)            over the rows of a batch
 * fitTo   minimizes   1/n Σ log q(xᵢ) - log p̃(xᵢ)     over draws xᵢ of the flow q
 * }</pre>
 *
 * <p>in nats a row, by gradients through the flow. Each step draws a batch, clips the gradients to
 * a common norm {@code g ← g·min(1, clipNorm/|g|)} and updates the parameters; every so often the
 * loss of the held-out rows is computed. The weights with the lowest one are returned, in a graph
 * of their own without an optimizer.
 *
 * @param steps how many updates at the most
 * @param batchSize how many rows (or draws, in variational fitting) an update looks at
 * @param optimizer what turns gradients into updates
 * @param learningRate the step size over time
 * @param clipNorm the bound on the norm over all gradients; infinity for none
 * @param averaging the decay of the exponential moving average of the weights, which is then what
 *     is validated and returned; zero for none
 * @param validation what is held out and when training stops early
 * @param seed where initial weights, the split, shuffling and draws come from; on one machine and
 *     with as many threads, equal seeds give equal weights bit for bit
 * @param execution how the graphs of training and of the returned model are run
 * @param listener what is told of the progress
 */
public record Training(
    int steps,
    int batchSize,
    Adam optimizer,
    LearningRate learningRate,
    double clipNorm,
    double averaging,
    Validation validation,
    long seed,
    Execution execution,
    Consumer<Progress> listener) {
  /**
   * Checks the ranges.
   *
   * @param steps see the record
   * @param batchSize see the record
   * @param optimizer see the record
   * @param learningRate see the record
   * @param clipNorm see the record
   * @param averaging see the record
   * @param validation see the record
   * @param seed see the record
   * @param execution see the record
   * @param listener see the record
   * @throws IllegalArgumentException if a number is outside its range
   */
  public Training {
    if (steps < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "expected at least one step and one row a batch, got %d and %d"
              .formatted(steps, batchSize));
    }
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException("the clip norm must be positive, got " + clipNorm);
    }
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException("the averaging decay must be in [0, 1), got " + averaging);
    }
  }

  /**
   * What is held out and when training stops early.
   *
   * @param heldOut the share of the rows that is kept from the updates, in [0, 1)
   * @param every the number of steps between validations
   * @param patience how many validations in a row may fail to improve before training stops
   */
  public record Validation(double heldOut, int every, int patience) {
    /**
     * Checks the ranges.
     *
     * @param heldOut see the record
     * @param every see the record
     * @param patience see the record
     * @throws IllegalArgumentException if a number is outside its range
     */
    public Validation {
      if (!(heldOut >= 0 && heldOut < 1)) {
        throw new IllegalArgumentException(
            "the held-out fraction must be in [0, 1), got " + heldOut);
      }
      if (every < 1 || patience < 1) {
        throw new IllegalArgumentException(
            "expected a validation interval and a patience of at least 1, got %d and %d"
                .formatted(every, patience));
      }
    }
  }

  /**
   * Returns a recipe for a few minutes on a laptop: at most 5,000 steps of Adam on batches of 256,
   * a cosine from 1e-3, gradients clipped at 5 (as Durkan et al., 2019, arXiv:1906.04032, do), a
   * tenth held out, validation every 100 steps with a patience of 20, seed 0. Trainings of a few
   * hundred steps want a larger rate, about 5e-3.
   *
   * @return the recipe
   */
  public static Training defaults() {
    return new Training(
        5_000,
        256,
        Adam.defaults(),
        LearningRate.cosine(1e-3),
        5,
        0,
        new Validation(0.1, 100, 20),
        0,
        Execution.defaults(),
        progress -> {});
  }

  /**
   * Returns this recipe with another number of steps.
   *
   * @param count how many updates at the most
   * @return the recipe
   * @throws IllegalArgumentException if it is below one
   */
  public Training withSteps(int count) {
    return new Training(
        count,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another batch size.
   *
   * @param rows how many rows an update looks at
   * @return the recipe
   * @throws IllegalArgumentException if it is below one
   */
  public Training withBatchSize(int rows) {
    return new Training(
        steps,
        rows,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another optimizer.
   *
   * @param adam what turns gradients into updates
   * @return the recipe
   */
  public Training withOptimizer(Adam adam) {
    return new Training(
        steps,
        batchSize,
        adam,
        learningRate,
        clipNorm,
        averaging,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another learning rate.
   *
   * @param schedule the step size over time
   * @return the recipe
   */
  public Training withLearningRate(LearningRate schedule) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        schedule,
        clipNorm,
        averaging,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another bound on the gradients' norm.
   *
   * @param bound the bound on the norm over all gradients; infinity for none
   * @return the recipe
   * @throws IllegalArgumentException if it is not positive
   */
  public Training withClipNorm(double bound) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        bound,
        averaging,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another moving average of the weights.
   *
   * @param decay the decay of the average; zero for none
   * @return the recipe
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public Training withAveraging(double decay) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        decay,
        validation,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another validation.
   *
   * @param rules what is held out and when training stops
   * @return the recipe
   */
  public Training withValidation(Validation rules) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        rules,
        seed,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another seed.
   *
   * @param number where all random numbers come from
   * @return the recipe
   */
  public Training withSeed(long number) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        validation,
        number,
        execution,
        listener);
  }

  /**
   * Returns this recipe with another execution.
   *
   * @param how how graphs are run
   * @return the recipe
   */
  public Training withExecution(Execution how) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        validation,
        seed,
        how,
        listener);
  }

  /**
   * Returns this recipe with another listener.
   *
   * @param told what is told of the progress
   * @return the recipe
   */
  public Training withListener(Consumer<Progress> told) {
    return new Training(
        steps,
        batchSize,
        optimizer,
        learningRate,
        clipNorm,
        averaging,
        validation,
        seed,
        execution,
        told);
  }

  /**
   * Returns this recipe with another share of rows held out.
   *
   * @param fraction the share, in [0, 1)
   * @return the recipe
   * @throws IllegalArgumentException if it is outside [0, 1)
   */
  public Training withHeldOut(double fraction) {
    return withValidation(new Validation(fraction, validation.every(), validation.patience()));
  }

  /**
   * Returns this recipe with another interval between validations.
   *
   * @param count the number of steps
   * @return the recipe
   * @throws IllegalArgumentException if it is below one
   */
  public Training withValidationEvery(int count) {
    return withValidation(new Validation(validation.heldOut(), count, validation.patience()));
  }

  /**
   * Returns this recipe with another patience.
   *
   * @param count how many validations in a row may fail to improve
   * @return the recipe
   * @throws IllegalArgumentException if it is below one
   */
  public Training withPatience(int count) {
    return withValidation(new Validation(validation.heldOut(), validation.every(), count));
  }

  /** Everything but the listener, which is not part of what is fitted. */
  @Override
  public String toString() {
    return ("Training[steps=%d, batchSize=%d, optimizer=%s, learningRate=%s, clipNorm=%s,"
            + " averaging=%s, validation=%s, seed=%d, execution=%s]")
        .formatted(
            steps,
            batchSize,
            optimizer,
            learningRate,
            clipNorm,
            averaging,
            validation,
            seed,
            execution);
  }

  /** Whether the weights are averaged. */
  boolean averages() {
    return averaging > 0;
  }

  /** The decay at a step: smaller at first, so that the average forgets where training began. */
  double averagingAt(int step) {
    return Math.min(averaging, (1.0 + step) / (10.0 + step));
  }

  /**
   * Fits a distribution to vectors by maximum likelihood.
   *
   * @param distribution the definition
   * @param data vectors, one a row
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   * @throws IllegalStateException if training cannot begin, or the loss stops being finite before
   *     the weights improved
   */
  public CompiledDistribution fit(Distribution distribution, float[][] data) {
    return fit(distribution, Data.of(data));
  }

  /**
   * Fits a distribution by maximum likelihood, holding out a random share of the data.
   *
   * @param distribution the definition; conditional where the data have a context
   * @param data events, with a context or without
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   * @throws IllegalStateException if training cannot begin, or the loss stops being finite before
   *     the weights improved
   */
  public CompiledDistribution fit(Distribution distribution, Data data) {
    data.requireFinite("the data");
    Data.Split split = data.split(validation.heldOut(), seed);
    return fit(distribution, DataSource.of(split.training()), split.heldOut());
  }

  /**
   * Fits a distribution by maximum likelihood to data that may be larger than memory.
   *
   * @param distribution the definition; conditional where the held-out data have a context
   * @param training the rows to learn from
   * @param heldOut the rows to validate with; none, to take every step and return the last weights
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   * @throws IllegalStateException if training cannot begin, or the loss stops being finite before
   *     the weights improved
   */
  public CompiledDistribution fit(Distribution distribution, DataSource training, Data heldOut) {
    return new MaximumLikelihood(this, distribution, training, heldOut).fit();
  }

  /**
   * Fits an unconditional distribution to an unnormalized log-density by minimizing the reverse
   * Kullback-Leibler divergence over draws (Rezende and Mohamed, 2015, arXiv:1505.05770). The loss
   * reported is the divergence minus the logarithm of the density's integral.
   *
   * @param distribution the definition
   * @param target the log-density to approach
   * @return the model with the best loss on a fixed set of draws, to be closed
   * @throws IllegalStateException if training cannot begin, or the loss stops being finite before
   *     the weights improved
   */
  public CompiledDistribution fitTo(Distribution distribution, LogDensity target) {
    return new VariationalInference(this, distribution, target).fit();
  }
}
