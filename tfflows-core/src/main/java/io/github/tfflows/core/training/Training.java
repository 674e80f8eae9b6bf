package io.github.tfflows.core.training;

import io.github.tfflows.core.execution.Execution;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * An immutable recipe for fitting a distribution.
 *
 * <pre>{@code
 * fit     minimizes  -1/n Σ log p(xᵢ | cᵢ)            over the rows of a batch
 * fitTo   minimizes   1/n Σ (log q(xᵢ) - log p̃(xᵢ))   over draws xᵢ of the flow q
 * }</pre>
 *
 * <p>in nats a row, by gradients through the flow. Each step draws a batch, clips the gradients to
 * a common norm {@code g ← g·min(1, clipNorm/|g|)} and updates the parameters; at intervals the
 * loss of the held-out rows is computed. A fit returns the weights with the lowest one, in a graph
 * of their own without an optimizer.
 *
 * <p>Rows with weights ({@link io.github.tfflows.core.data.Data#weighted}) count accordingly:
 * {@code fit} minimizes {@code -Σ wᵢ log p(xᵢ) / Σ wᵢ}, and the loss of the held-out rows is their
 * weighted mean. A batch has the loss {@code 1/n Σ wᵢ/w̄ lossᵢ} with the mean weight {@code w̄} of
 * all rows to learn from, whose mean over batches is the weighted loss of all rows; divided by the
 * weights of the batch itself, it would be biased. Weights that differ by orders of magnitude leave
 * few rows that count in a batch: enlarge it. Parameters that start from moments of the first
 * batch, and running means and variances, weight its rows, too.
 *
 * <p>Both throw {@link IllegalStateException} if training cannot begin, or the loss stops being
 * finite before the weights improved.
 *
 * @param steps the largest number of updates
 * @param batchSize the number of rows of an update, or of draws in a variational fit
 * @param optimization the updates of the parameters
 * @param validation the rows held out and the rule to stop early
 * @param seed the seed of initial weights, of the split, of shuffling and of draws; on one machine
 *     and with as many threads, equal seeds give equal weights bit for bit
 * @param execution how the graphs of training and of the returned model run
 * @param checkpoints where the state of training is written, if anywhere
 * @param members how many flows a fit to data trains, each with its own seed and its own share of
 *     the rows held out; their densities are averaged ({@link io.github.tfflows.core.Ensemble})
 */
public record Training(
    int steps,
    int batchSize,
    Optimization optimization,
    Validation validation,
    long seed,
    Execution execution,
    Optional<Checkpoints> checkpoints,
    int members)
    implements Fitting {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public Training {
    Objects.requireNonNull(optimization, "optimization");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(checkpoints, "checkpoints");
    if (steps < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "expected at least one step and one row a batch, got %s and %s"
              .formatted(steps, batchSize));
    }
    if (members < 1) {
      throw new IllegalArgumentException("expected at least one member, got " + members);
    }
  }

  /**
   * Returns a recipe for a few minutes on a laptop: at most 5,000 steps on batches of 256 rows, by
   * {@link Optimization#defaults} and {@link Validation#defaults}, with seed 0. Trainings of a few
   * hundred steps need a larger learning rate, about 5e-3.
   */
  public static Training defaults() {
    return new Training(
        5_000,
        256,
        Optimization.defaults(),
        Validation.defaults(),
        0,
        Execution.defaults(),
        Optional.empty(),
        1);
  }

  /**
   * Returns a recipe for a table: the numbers of steps, of rows a batch and of members, the
   * validation, the weight decay and the averaging follow from its size. It trains a small flow
   * ({@code Flows.forData}) on standardized columns in seconds to a minute. Below 1,000 rows it
   * trains three members.
   *
   * @param rows the number of rows, those to be held out among them
   * @param columns the number of features
   * @throws IllegalArgumentException if one is below one
   */
  public static Training forData(int rows, int columns) {
    TrainingSize size = new TrainingSize(rows, columns);
    return defaults()
        .withSteps(size.steps())
        .withBatchSize(size.batchSize())
        .withOptimization(size.optimization())
        .withValidation(size.validation())
        .withMembers(size.members());
  }

  /** Returns this recipe with another number of steps. */
  public Training withSteps(int count) {
    return new Training(
        count, batchSize, optimization, validation, seed, execution, checkpoints, members);
  }

  /** Returns this recipe with another number of rows a batch. */
  public Training withBatchSize(int rows) {
    return new Training(
        steps, rows, optimization, validation, seed, execution, checkpoints, members);
  }

  /** Returns this recipe with other updates. */
  public Training withOptimization(Optimization other) {
    return new Training(steps, batchSize, other, validation, seed, execution, checkpoints, members);
  }

  /** Returns this recipe with another validation. */
  public Training withValidation(Validation other) {
    return new Training(
        steps, batchSize, optimization, other, seed, execution, checkpoints, members);
  }

  /** Returns this recipe with another seed. */
  public Training withSeed(long number) {
    return new Training(
        steps, batchSize, optimization, validation, number, execution, checkpoints, members);
  }

  /** Returns this recipe with another execution. */
  public Training withExecution(Execution other) {
    return new Training(
        steps, batchSize, optimization, validation, seed, other, checkpoints, members);
  }

  /**
   * Returns this recipe with checkpoints: a fit that was ended by whatever cause goes on from the
   * newest one when it is called again (see {@link Checkpoints}).
   *
   * @param directory the folder of the files, one for each training
   * @param every the number of steps between checkpoints
   * @param keep how many of the newest are kept
   * @throws IllegalArgumentException if a number is below one
   */
  public Training withCheckpoints(Path directory, int every, int keep) {
    return with(Optional.of(new Checkpoints(directory, every, keep)));
  }

  Training with(Optional<Checkpoints> other) {
    return new Training(
        steps, batchSize, optimization, validation, seed, execution, other, members);
  }

  /**
   * Returns this recipe with another number of members.
   *
   * @throws IllegalArgumentException if it is below one
   */
  public Training withMembers(int count) {
    return new Training(
        steps, batchSize, optimization, validation, seed, execution, checkpoints, count);
  }

  /** This recipe for one member of several: with its own seed and folder of checkpoints. */
  Training ofMember(int number) {
    return withMembers(1)
        .withSeed(MaximumLikelihood.seed(this, number))
        .with(checkpoints.map(choice -> choice.in("member-" + number)));
  }

  /** Returns this recipe with another learning rate. */
  public Training withLearningRate(LearningRate schedule) {
    return withOptimization(optimization.withLearningRate(schedule));
  }

  /** Returns this recipe with another share of rows held out, in [0, 1). */
  public Training withHeldOut(double fraction) {
    return withValidation(validation.withHeldOut(fraction));
  }
}
