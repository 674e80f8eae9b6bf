package io.github.tfflows.cli;

import io.github.tfflows.core.training.LearningRate;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.Validation;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of training. */
final class TrainingOptions {
  /** The schedule of the learning rate. */
  enum Schedule {
    COSINE,
    CONSTANT
  }

  @Option(names = "--steps", paramLabel = "N", description = "Largest number of updates.")
  int steps = 5000;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Largest number of passes over the rows, instead of --steps; 0 for none.")
  int epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Rows per update.")
  int batchSize = 256;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak learning rate.")
  double learningRate = 1e-3;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Schedule of the learning rate: ${COMPLETION-CANDIDATES}.")
  Schedule schedule = Schedule.COSINE;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Steps in which the learning rate first rises from zero.")
  int warmUp;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      description = "Share of the rows to validate with; 0 for none.")
  double heldOut = 0.1;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description = "Steps between two validations.")
  int every = 100;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Validations in a row without improvement before training stops.")
  int patience = 20;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, split, batches and noise.")
  long seed = 1;

  @Mixin private final CheckpointOptions checkpoints = new CheckpointOptions();

  /** Checks the numbers before any work. */
  void check(CommandSpec command) {
    checkpoints.check(command);
    Limits.atLeast(command, "--steps", 1, steps);
    Limits.atLeast(command, "--epochs", 0, epochs);
    Limits.atLeast(command, "--batch-size", 1, batchSize);
    Limits.positive(command, "--learning-rate", learningRate);
    Limits.atLeast(command, "--warm-up", 0, warmUp);
    Limits.atLeast(command, "--validate-every", 1, every);
    Limits.atLeast(command, "--patience", 1, patience);
    if (!(heldOut >= 0 && heldOut < 1)) {
      throw Limits.rejected(command, "--held-out must be in [0, 1), got " + heldOut);
    }
  }

  /** The training recipe for a number of rows. */
  Training recipe(int rows) {
    long passes = ((long) epochs * rows + batchSize - 1) / batchSize;
    int updates = epochs == 0 ? steps : Math.toIntExact(Math.max(1, passes));
    LearningRate rate =
        schedule == Schedule.COSINE
            ? LearningRate.cosine(learningRate)
            : LearningRate.constant(learningRate);
    Training recipe =
        Training.defaults()
            .withSteps(updates)
            .withBatchSize(batchSize)
            .withLearningRate(warmUp > 0 ? rate.warmedUp(warmUp) : rate)
            .withValidation(new Validation(heldOut, every, patience))
            .withSeed(seed);
    return checkpoints.addedTo(recipe);
  }
}
