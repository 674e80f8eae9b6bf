package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.inference.Divergence;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.parallel.Workers;
import io.github.tfflows.core.training.recipe.Checkpoints;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Recipe;
import io.github.tfflows.core.training.recipe.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * An immutable recipe for fitting a distribution.
 *
 * <pre>{@code
 * fit     minimizes  -1/n Σ log p(xᵢ | cᵢ)            over the rows of a batch
 * fitTo   minimizes   1/n Σ (log q(xᵢ) - log p̃(xᵢ))   over draws xᵢ of the flow q
 * }</pre>
 *
 * <p>in nats a row, by gradients through the flow. Each step draws a batch, clips the norm of the
 * gradient, {@code g ← g·min(1, clipNorm/|g|)}, and updates the parameters. At intervals a
 * validation computes the loss of the held-out rows. A fit returns a model with the weights of the
 * lowest held-out loss, whose graph has no optimizer.
 *
 * <p>With weights ({@link io.github.tfflows.core.data.Data#weighted}), {@code fit} minimizes {@code
 * -Σ wᵢ log p(xᵢ) / Σ wᵢ}, and the loss of the held-out rows is their weighted mean. The loss of a
 * batch is {@code 1/n Σ wᵢ/w̄ lossᵢ}, where {@code w̄} is the mean weight of all training rows. Its
 * mean over batches is the weighted loss of all rows. (Division by the weights of the batch would
 * be biased.) If weights differ by orders of magnitude, few rows of a batch matter, so enlarge it.
 * Parameters that start from moments of the first batch, and running means and variances, are
 * weighted, too.
 *
 * <p>A listener follows the progress, and may stop the fit. A fit ends after the current step, and
 * returns the best weights so far, if its thread is interrupted, its listener fails, or any thread
 * calls {@link Progress#stop}; {@code training.end} in the model's description names the reason. A
 * loss that is not finite ends it likewise, or throws {@link IllegalStateException} if no weights
 * were better than the initial ones.
 *
 * <p>A fit with held-out rows compares its loss with the loss of a Gaussian, whose mean and
 * covariance come from up to 50,000 training rows ({@code training.gaussian_loss}; up to 256
 * columns, none of them constant, and densities that are not on a surface). Warnings about a poor
 * fit are in {@code training.warnings}, and logged under {@code
 * io.github.tfflows.core.training.TrainingReview}.
 *
 * @param steps the largest number of updates, at least one
 * @param batchSize the number of rows of an update, at least one, or of draws in a variational fit
 * @param optimization the updates of the parameters
 * @param validation the share of held-out rows and the rule to stop early
 * @param seed the seed of initial weights, of the split, of shuffling and of draws; on one machine
 *     and with the same number of threads, equal seeds give equal weights bit for bit
 * @param execution the execution of training and of the returned model
 * @param checkpoints the folder for the state of training, if any
 * @param members the number of flows that a fit to data trains, at least one, each with its own
 *     seed and held-out rows; their densities are averaged ({@link
 *     io.github.tfflows.core.Ensemble})
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
    implements Recipe {
  /** Seeds of members are far apart, since users often choose consecutive ones. */
  private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  public Training {
    Objects.requireNonNull(optimization, "optimization");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(checkpoints, "checkpoints");
    Require.atLeast("steps", steps, 1);
    Require.atLeast("batchSize", batchSize, 1);
    Require.atLeast("members", members, 1);
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
   * Returns a recipe for a table: the steps, the batch size, the members (three below 1,000 rows),
   * the optimizer ({@link io.github.tfflows.core.training.recipe.Muon} from 8,000 rows on, with
   * fewer rows Adam), the validation, the weight decay and the averaging follow from its size. It
   * trains a small flow ({@code Flows.forData}) on standardized columns in seconds to a minute.
   *
   * @param rows the number of rows, including those held out
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
   * Returns this recipe with checkpoints. If a fit ends for any reason, a repeated call continues
   * from the newest one (see {@link Checkpoints}).
   */
  public Training withCheckpoints(Path directory, int every, int keep) {
    return with(Optional.of(new Checkpoints(directory, every, keep)));
  }

  @Override
  public Training withoutCheckpoints() {
    return with(Optional.empty());
  }

  private Training with(Optional<Checkpoints> other) {
    return new Training(
        steps, batchSize, optimization, validation, seed, execution, other, members);
  }

  /** Returns this recipe with another number of members. */
  public Training withMembers(int count) {
    return new Training(
        steps, batchSize, optimization, validation, seed, execution, checkpoints, count);
  }

  /**
   * Returns the recipe of a member, with its own seed and folder of checkpoints if there are
   * several.
   */
  private Training ofMember(int number) {
    return members == 1
        ? this
        : withMembers(1)
            .withSeed(seed + number * SEED_STRIDE)
            .with(checkpoints.map(of -> in(of, "member-" + number)));
  }

  private static Checkpoints in(Checkpoints checkpoints, String folder) {
    Path directory = checkpoints.directory().resolve(folder);
    return new Checkpoints(directory, checkpoints.every(), checkpoints.keep());
  }

  private MaximumLikelihood fitting(
      Objective objective, Optional<CompiledDistribution> start, IntFunction<Fold> fold) {
    List<Member> each =
        IntStream.range(0, members)
            .mapToObj(number -> new Member(ofMember(number), fold.apply(number)))
            .toList();
    return new MaximumLikelihood(this, objective, each, start);
  }

  /** Returns this recipe with another learning rate. */
  public Training withLearningRate(LearningRate schedule) {
    return withOptimization(optimization.withLearningRate(schedule));
  }

  /** Returns this recipe with another share of rows held out, in [0, 1). */
  public Training withHeldOut(double fraction) {
    return withValidation(validation.withHeldOut(fraction));
  }

  // Fits

  /**
   * Fits a distribution to vectors by maximum likelihood, as {@link #fit(Distribution, Data,
   * Consumer)} does.
   */
  public CompiledDistribution fit(Distribution distribution, float[][] data) {
    return fit(distribution, Data.of(data));
  }

  /**
   * Fits a distribution to data by maximum likelihood, as {@link #fit(Distribution, Data,
   * Consumer)} does.
   */
  public CompiledDistribution fit(Distribution distribution, Data data) {
    return fit(distribution, data, Training::ignore);
  }

  /**
   * Fits a distribution by maximum likelihood, holding out a random share of the data.
   *
   * @param distribution the definition; conditional where the data have a context
   * @param data events, with a context or without
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   */
  public CompiledDistribution fit(
      Distribution distribution, Data data, Consumer<Progress> listener) {
    return fit(Objective.likelihood(distribution), data, listener);
  }

  /**
   * Fits a distribution, as {@link #fit(Distribution, Data, Consumer)} does, to values with a step,
   * such as integers. Each pass of training adds fresh uniform noise as wide as the step; held-out
   * rows get noise once (see {@link DataSource#dequantized}).
   *
   * @param spacing the step of each column; zero for none
   */
  public CompiledDistribution fit(
      Distribution distribution, Data data, float[] spacing, Consumer<Progress> listener) {
    return fit(Objective.likelihood(distribution), data, spacing, listener);
  }

  /**
   * Fits a distribution to data that may be larger than memory, as {@link #fit(Distribution,
   * DataSource, Data, Consumer)} does.
   */
  public CompiledDistribution fit(Distribution distribution, DataSource training, Data heldOut) {
    return fit(distribution, training, heldOut, Training::ignore);
  }

  /**
   * Fits a distribution by maximum likelihood to data that may be larger than memory.
   *
   * @param distribution the definition; conditional where the training data have a context
   * @param training the rows to learn from, the same for all members. Weights multiply the losses
   *     of rows without being scaled; their mean should be about one
   * @param heldOut the rows for validation; none, to run every step and return the last weights
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   */
  public CompiledDistribution fit(
      Distribution distribution, DataSource training, Data heldOut, Consumer<Progress> listener) {
    return fit(Objective.likelihood(distribution), training, heldOut, listener);
  }

  /**
   * Fits an ensemble of a distribution by maximum likelihood, one member for each fold. This
   * recipe's number of members is ignored.
   *
   * @param distribution the definition of each member; conditional where the data have a context
   * @param folds the rows of each member
   * @param listener follows the progress, and may stop it: the ensemble then has fewer members
   * @return the distribution itself for one fold, or else an {@link
   *     io.github.tfflows.core.Ensemble}, to be closed
   * @throws IllegalArgumentException if there is no fold, or the data do not suit the distribution
   */
  public CompiledDistribution fit(
      Distribution distribution, List<Fold> folds, Consumer<Progress> listener) {
    return byFolds(distribution, folds).fit(listener);
  }

  /**
   * Fits the members of an ensemble, as {@link #fit(Distribution, List, Consumer)} does, and
   * returns a model of each, in the order of the folds. {@link #ensemble} makes one model of them.
   * If the listener stops the fit, there are fewer models.
   *
   * @return the models, each to be closed
   */
  public List<CompiledDistribution> fitMembers(
      Distribution distribution, List<Fold> folds, Consumer<Progress> listener) {
    return byFolds(distribution, folds).fitEach(listener);
  }

  private MaximumLikelihood byFolds(Distribution distribution, List<Fold> folds) {
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("expected at least one fold, got none");
    }
    return withMembers(folds.size())
        .fitting(Objective.likelihood(distribution), Optional.empty(), folds::get);
  }

  /**
   * Compiles the ensemble of models that were trained apart. Its description has the total number
   * of steps, and the means of the losses.
   *
   * @param member the definition of each member
   * @param models the models, which are neither changed nor closed
   * @return the {@link io.github.tfflows.core.Ensemble}, to be closed
   * @throws IllegalArgumentException if there is no model, or one lacks a parameter
   */
  public CompiledDistribution ensemble(Distribution member, List<CompiledDistribution> models) {
    if (models.isEmpty()) {
      throw new IllegalArgumentException("expected at least one model, got none");
    }
    return EnsembleModel.of(models).compiled(member, models.get(0).contextSize(), execution);
  }

  /**
   * Fits a distribution by maximum likelihood to the rows of workers (data parallelism). Workers
   * take the steps; validation, checkpoints and the choice of the best weights stay here. With
   * rounds of one step, the result equals the result of one process on the joint batches up to
   * rounding, and with one worker bit for bit.
   *
   * @param distribution the definition; conditional where the rows have a context
   * @param workers the workers; each has the plan of this recipe with its part of the batch
   * @param heldOut the rows for validation; none, to run every step and return the last weights
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the recipe has several members
   */
  public CompiledDistribution fit(
      Distribution distribution, Workers workers, Data heldOut, Consumer<Progress> listener) {
    return fit(Objective.likelihood(distribution), workers, heldOut, listener);
  }

  /**
   * Fits the distribution of an objective to data, as {@link #fit(Objective, Data, Consumer)} does.
   */
  public CompiledDistribution fit(Objective objective, Data data) {
    return fit(objective, data, Training::ignore);
  }

  /**
   * Fits the distribution of an objective to data, as {@link #fit(Distribution, Data, Consumer)}
   * does by maximum likelihood.
   */
  public CompiledDistribution fit(Objective objective, Data data, Consumer<Progress> listener) {
    Objects.requireNonNull(data, "data");
    return fit(objective, data, new float[data.x().size()], listener);
  }

  private CompiledDistribution fit(
      Objective objective, Data data, float[] spacing, Consumer<Progress> listener) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(listener, "listener");
    data.requireFinite("the data");
    IntFunction<Fold> fold =
        number -> {
          Data.Split split = split(data, number);
          long noise = ofMember(number).seed();
          return new Fold(
              DataSource.of(split.training()).dequantized(spacing, noise),
              split.heldOut().dequantized(spacing, -noise - 1));
        };
    return fitting(objective, Optional.empty(), fold).fit(listener);
  }

  /**
   * Returns the rows of a member with nonzero weights; the mean weight of its training rows is one.
   */
  private Data.Split split(Data data, int member) {
    Data.Split split = validation.split(data.withoutZeroWeights(), seed, member);
    return new Data.Split(split.training().withMeanWeightOne(), split.heldOut());
  }

  /**
   * Fits the distribution of an objective to data that may be larger than memory, as {@link
   * #fit(Distribution, DataSource, Data, Consumer)} does by maximum likelihood.
   */
  public CompiledDistribution fit(
      Objective objective, DataSource training, Data heldOut, Consumer<Progress> listener) {
    Fold all = new Fold(training, heldOut);
    return fitting(objective, Optional.empty(), number -> all).fit(listener);
  }

  /**
   * Fits the distribution of an objective to the rows of workers, as {@link #fit(Distribution,
   * Workers, Data, Consumer)} does by maximum likelihood.
   */
  public CompiledDistribution fit(
      Objective objective, Workers workers, Data heldOut, Consumer<Progress> listener) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(listener, "listener");
    requireOneMember("workers train one member at a time");
    return new DataParallel(this, objective, workers, heldOut).fit(listener);
  }

  /** Trains a model further, as {@link #refit(CompiledDistribution, Data, Consumer)} does. */
  public CompiledDistribution refit(CompiledDistribution model, Data data) {
    return refit(model, data, Training::ignore);
  }

  /**
   * Trains a model further, from its own weights, holding out a random share of the data. The
   * optimizer starts afresh. The first validation measures the given weights. They are returned if
   * no others are better.
   *
   * @param model a model that was trained or loaded; it is neither changed nor closed
   * @param data events, with a context if the model is conditional
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the model, or its definition cannot be
   *     read back (see {@link io.github.tfflows.core.model.ModelDescription#definition})
   */
  public CompiledDistribution refit(
      CompiledDistribution model, Data data, Consumer<Progress> listener) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(data, "data").requireFinite("the data");
    Data.Split split = split(data, 0);
    return refit(model, DataSource.of(split.training()), split.heldOut(), listener);
  }

  /**
   * Trains a model further on data that may be larger than memory, as {@link
   * #refit(CompiledDistribution, Data, Consumer)} does.
   */
  public CompiledDistribution refit(
      CompiledDistribution model, DataSource training, Data heldOut, Consumer<Progress> listener) {
    Objects.requireNonNull(model, "model");
    Distribution distribution = model.description().definition();
    Fold all = new Fold(training, heldOut);
    return withMembers(1)
        .fitting(Objective.likelihood(distribution), Optional.of(model), number -> all)
        .fit(listener);
  }

  /**
   * Fits a distribution to an unnormalized log-density, as {@link #fitTo(Distribution, LogDensity,
   * Consumer)} does.
   */
  public CompiledDistribution fitTo(Distribution distribution, LogDensity target) {
    return fitTo(distribution, target, Training::ignore);
  }

  /**
   * Fits an unconditional distribution to an unnormalized log-density by minimizing the reverse
   * Kullback-Leibler divergence over draws (Rezende and Mohamed, 2015, arXiv:1505.05770). The
   * reported loss is the divergence minus the logarithm of the density's integral.
   *
   * @return the model with the best loss on a fixed set of draws, to be closed
   * @throws IllegalArgumentException if the recipe has several members
   */
  public CompiledDistribution fitTo(
      Distribution distribution, LogDensity target, Consumer<Progress> listener) {
    return fitTo(distribution, target, new Divergence.ReverseKl(), listener);
  }

  /**
   * Fits an unconditional distribution to an unnormalized log-density, as {@link
   * #fitTo(Distribution, LogDensity, Consumer)} does, by another divergence over draws.
   */
  public CompiledDistribution fitTo(
      Distribution distribution,
      LogDensity target,
      Divergence divergence,
      Consumer<Progress> listener) {
    requireOneMember("a fit to a density trains one member");
    return new VariationalInference(this, distribution, target, divergence).fit(listener);
  }

  private void requireOneMember(String reason) {
    if (members != 1) {
      throw new IllegalArgumentException("%s, got %s members".formatted(reason, members));
    }
  }

  private static void ignore(Progress progress) {}
}
