package io.github.tfflows.core.training;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The half of a {@link Training} that follows the recipe: fits to rows by maximum likelihood, from
 * initial weights or from those of a model, and to unnormalized log-densities.
 */
public sealed interface Fitting permits Training {
  /**
   * Fits a distribution to vectors by maximum likelihood, as {@link #fit(Distribution, Data,
   * Consumer)} does.
   */
  default CompiledDistribution fit(Distribution distribution, float[][] data) {
    return fit(distribution, Data.of(data));
  }

  /**
   * Fits a distribution to data by maximum likelihood, as {@link #fit(Distribution, Data,
   * Consumer)} does.
   */
  default CompiledDistribution fit(Distribution distribution, Data data) {
    return fit(distribution, data, Fitting::ignore);
  }

  /**
   * Fits a distribution by maximum likelihood, holding out a random share of the data.
   *
   * @param distribution the definition; conditional where the data have a context
   * @param data events, with a context or without
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   */
  default CompiledDistribution fit(
      Distribution distribution, Data data, Consumer<Progress> listener) {
    Objects.requireNonNull(data, "data");
    return fit(distribution, data, new float[data.x().size()], listener);
  }

  /**
   * Fits a distribution by maximum likelihood to values with gaps between them, such as integers:
   * each pass of training adds fresh uniform noise of the width of the gaps, and the held-out rows
   * get theirs once (see {@link DataSource#dequantized}).
   *
   * @param distribution the definition; conditional where the data have a context
   * @param data events, with a context or without
   * @param spacing the width of the gaps of each column; zero for none
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   */
  default CompiledDistribution fit(
      Distribution distribution, Data data, float[] spacing, Consumer<Progress> listener) {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(listener, "listener");
    data.requireFinite("the data");
    return fit(distribution, Fold.split(recipe(), data, spacing), listener);
  }

  /**
   * Fits a distribution to data that may be larger than memory, as {@link #fit(Distribution,
   * DataSource, Data, Consumer)} does.
   */
  default CompiledDistribution fit(Distribution distribution, DataSource training, Data heldOut) {
    return fit(distribution, training, heldOut, Fitting::ignore);
  }

  /**
   * Fits a distribution by maximum likelihood to data that may be larger than memory.
   *
   * @param distribution the definition; conditional where the training data have a context
   * @param training the rows to learn from. The weights of rows multiply their losses without a
   *     scale, since a stream does not tell their mean: give them a mean of about one
   * @param heldOut the rows to validate with; none, to run every step and return the last weights
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the distribution
   */
  default CompiledDistribution fit(
      Distribution distribution, DataSource training, Data heldOut, Consumer<Progress> listener) {
    Fold fold = new Fold(training, heldOut);
    return fit(distribution, Collections.nCopies(recipe().members(), fold), listener);
  }

  private CompiledDistribution fit(
      Distribution distribution, List<Fold> folds, Consumer<Progress> listener) {
    return new MaximumLikelihood(recipe(), distribution, folds).fit(listener);
  }

  /**
   * Fits a distribution by maximum likelihood to the rows of workers, which take the steps: data
   * parallelism. Validations, checkpoints and the choice of the best weights stay here. With rounds
   * of one step, the result is that of one process whose batches are those of all workers together,
   * to rounding; of one worker, bit for bit.
   *
   * @param distribution the definition; conditional where the rows have a context
   * @param workers the workers; each has the plan of this recipe with its part of the batch
   * @param heldOut the rows to validate with; none, to run every step and return the last weights
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the recipe has several members
   */
  default CompiledDistribution fit(
      Distribution distribution, Workers workers, Data heldOut, Consumer<Progress> listener) {
    Objects.requireNonNull(distribution, "distribution");
    Objects.requireNonNull(listener, "listener");
    int members = recipe().members();
    if (members != 1) {
      throw new IllegalArgumentException(
          "workers train one member at a time, got %s members".formatted(members));
    }
    return new DataParallel(recipe(), distribution, workers, heldOut).fit(listener);
  }

  /** Trains a model further, as {@link #refit(CompiledDistribution, Data, Consumer)} does. */
  default CompiledDistribution refit(CompiledDistribution model, Data data) {
    return refit(model, data, Fitting::ignore);
  }

  /**
   * Trains a model further, from its own weights, holding out a random share of the data. The
   * optimizer begins anew, and the first validation measures the given weights. The result has
   * their weights where none are better.
   *
   * @param model a model that was trained or loaded; it is neither changed nor closed
   * @param data events, with a context if the model is conditional
   * @param listener follows the progress, and may stop it
   * @return the model with the best held-out loss, to be closed
   * @throws IllegalArgumentException if the data do not suit the model, or its definition cannot be
   *     read back (see {@link io.github.tfflows.core.model.ModelDescription#definition})
   */
  default CompiledDistribution refit(
      CompiledDistribution model, Data data, Consumer<Progress> listener) {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(data, "data").requireFinite("the data");
    Data.Split split = Fold.split(recipe(), data, 0);
    return refit(model, DataSource.of(split.training()), split.heldOut(), listener);
  }

  /**
   * Trains a model further on data that may be larger than memory, as {@link
   * #refit(CompiledDistribution, Data, Consumer)} does.
   */
  default CompiledDistribution refit(
      CompiledDistribution model, DataSource training, Data heldOut, Consumer<Progress> listener) {
    Objects.requireNonNull(model, "model");
    Distribution distribution = model.description().definition();
    List<Fold> fold = List.of(new Fold(training, heldOut));
    return new MaximumLikelihood(recipe().withMembers(1), distribution, fold)
        .startingFrom(model)
        .fit(listener);
  }

  /**
   * Fits a distribution to an unnormalized log-density, as {@link #fitTo(Distribution, LogDensity,
   * Consumer)} does.
   */
  default CompiledDistribution fitTo(Distribution distribution, LogDensity target) {
    return fitTo(distribution, target, Fitting::ignore);
  }

  /**
   * Fits an unconditional distribution to an unnormalized log-density by minimizing the reverse
   * Kullback-Leibler divergence over draws (Rezende and Mohamed, 2015, arXiv:1505.05770). The loss
   * reported is the divergence minus the logarithm of the density's integral.
   *
   * @param distribution the definition
   * @param target the log-density to approach
   * @param listener follows the progress, and may stop it
   * @return the model with the best loss on a fixed set of draws, to be closed
   */
  default CompiledDistribution fitTo(
      Distribution distribution, LogDensity target, Consumer<Progress> listener) {
    return fitTo(distribution, target, new Divergence.ReverseKl(), listener);
  }

  /**
   * Fits an unconditional distribution to an unnormalized log-density by minimizing a divergence
   * over draws.
   *
   * @param distribution the definition
   * @param target the log-density to approach
   * @param divergence the measure of their difference
   * @param listener follows the progress, and may stop it
   * @return the model with the best loss on a fixed set of draws, to be closed
   */
  default CompiledDistribution fitTo(
      Distribution distribution,
      LogDensity target,
      Divergence divergence,
      Consumer<Progress> listener) {
    return new VariationalInference(recipe(), distribution, target, divergence).fit(listener);
  }

  private Training recipe() {
    return (Training) this;
  }

  private static void ignore(Progress progress) {}
}
