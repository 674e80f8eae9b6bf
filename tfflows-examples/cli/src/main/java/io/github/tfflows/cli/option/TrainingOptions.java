package io.github.tfflows.cli.option;

import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Validation;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of training. */
public final class TrainingOptions {
  /** The schedule of the learning rate. */
  enum Schedule {
    COSINE,
    CONSTANT
  }

  /** The most rows of an update, which are in memory at once with the values for their gradient. */
  private static final int MOST_ROWS = 1_000_000;

  private static final int MOST_MEMBERS = 1_000;

  /** The usual share, which holds out no row of four. */
  private static final double HELD_OUT = 0.1;

  private static final String BY_SIZE = " Default: by the numbers of rows and columns.";

  /** The patience of rows without groups. */
  private static final int USUAL_PATIENCE = 15;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Largest number of updates of a training." + BY_SIZE)
  @Nullable Integer steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Largest number of passes over the rows, instead of --steps; 0 for none.")
  int epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Rows per update." + BY_SIZE)
  @Nullable Integer batchSize;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak learning rate.")
  double learningRate = 5e-3;

  @Option(
      names = "--weight-decay",
      paramLabel = "RATE",
      description =
          "Share by which a step shrinks the weights, per unit of learning rate." + BY_SIZE)
  @Nullable Double weightDecay;

  @Option(
      names = "--averaging",
      paramLabel = "DECAY",
      description = "Decay of the moving average of the weights, in [0, 1)." + BY_SIZE)
  @Nullable Double averaging;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "Flows to train, whose densities are averaged; below 5,000 rows, each holds out"
              + " different rows."
              + BY_SIZE)
  @Nullable Integer members;

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
  public double heldOut = HELD_OUT;

  @Option(
      names = "--group-column",
      paramLabel = "NAME",
      description =
          "The column of the groups of rows, such as a customer's orders: all rows of a group are"
              + " held out, or none. It is not modelled. Default: none in fit and compare, the"
              + " model's in refit.",
      showDefaultValue = Help.Visibility.NEVER)
  private @Nullable String groupColumn;

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      description =
          "Steps between two validations. Default: by the numbers of rows, groups and columns, at"
              + " most a tenth of the steps.")
  @Nullable Integer every;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Consecutive validations without improvement after which training stops." + BY_SIZE)
  @Nullable Integer patience;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of weights, split, batches and noise.")
  public long seed = 1;

  @Option(
      names = Notes.VERBOSE,
      description =
          "Also print the log-densities in training: of batches and held-out rows with noise and,"
              + " if any cell can be given, with random cells given. They compare within a training"
              + " only.")
  @SuppressWarnings("unused") // read by Notes
  private boolean verbose;

  @Mixin public final CheckpointOptions checkpoints = new CheckpointOptions();

  /** The column of groups, if one is named. */
  public Optional<String> groups() {
    return Optional.ofNullable(groupColumn);
  }

  /** Checks the numbers before any work. */
  public void check(CommandSpec command) {
    checkpoints.check(command);
    Limits.atLeast(command, "--steps", 1, steps);
    Limits.atLeast(command, "--epochs", 0, epochs);
    Limits.within(command, "--batch-size", 1, MOST_ROWS, batchSize);
    Limits.positive(command, "--learning-rate", learningRate);
    Limits.atLeast(command, "--warm-up", 0, warmUp);
    Limits.atLeast(command, "--validate-every", 1, every);
    Limits.atLeast(command, "--patience", 1, patience);
    Limits.within(command, "--members", 1, MOST_MEMBERS, members);
    Limits.idle(command, epochs > 0, "with --epochs", "--steps");
    Limits.idle(command, !Notes.areWanted(command), "with " + Notes.QUIET, Notes.VERBOSE);
    Limits.idle(
        command,
        heldOut == 0,
        "with --held-out 0",
        "--validate-every",
        "--patience",
        "--group-column");
    if (weightDecay != null && !(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw Limits.rejected(command, "--weight-decay must be zero or more, got " + weightDecay);
    }
    if (averaging != null && !(averaging >= 0 && averaging < 1)) {
      throw Limits.rejected(command, "--averaging must be in [0, 1), got " + averaging);
    }
    if (!(heldOut >= 0 && heldOut < 1)) {
      throw Limits.rejected(command, "--held-out must be in [0, 1), got " + heldOut);
    }
  }

  /** The usual recipe for a number of rows, with the choices made. */
  public Training recipe(Training usual, int rows) {
    int batch = or(batchSize, usual.batchSize());
    long passes = ((long) epochs * rows + batch - 1) / batch;
    int updates = epochs == 0 ? or(steps, usual.steps()) : updates(Math.max(1, passes), batch);
    requirePeak(updates);
    requireHeldOut(rows);
    Validation validation = usual.validation();
    int often = Math.max(1, Math.min(validation.every(), updates / 10));
    Training recipe =
        usual
            .withSteps(updates)
            .withBatchSize(batch)
            .withOptimization(optimization(usual.optimization()))
            .withValidation(
                new Validation(heldOut, or(every, often), or(patience, patience(validation))))
            .withMembers(or(members, usual.members()))
            .withSeed(seed);
    return checkpoints.addedTo(recipe);
  }

  /**
   * With a chosen interval, fits of groups wait for as many steps, but at least the usual count.
   */
  private int patience(Validation usual) {
    int asLong = usual.patience() * usual.every() / or(every, usual.every());
    return Math.min(usual.patience(), Math.max(USUAL_PATIENCE, asLong));
  }

  private void requirePeak(int updates) {
    if (warmUp > 0 && warmUp >= updates) {
      throw new IllegalArgumentException(
          "--warm-up %s leaves none of at most %s steps to the full learning rate; expected fewer"
              .formatted(warmUp, updates));
    }
  }

  private void requireHeldOut(int rows) {
    if (heldOut > 0 && heldOut < HELD_OUT && heldOut * rows < 0.5) {
      throw new IllegalArgumentException(
          "--held-out %s of %s rows holds out none; expected a larger share, or 0"
              .formatted(heldOut, rows));
    }
  }

  private int updates(long needed, int batch) {
    if (needed > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--epochs %,d of these rows are %,d steps of %,d rows; expected at most %,d steps",
              epochs,
              needed,
              batch,
              Integer.MAX_VALUE));
    }
    return (int) needed;
  }

  private Optimization optimization(Optimization usual) {
    LearningRate rate =
        schedule == Schedule.COSINE
            ? LearningRate.cosine(learningRate)
            : LearningRate.constant(learningRate);
    Adam adam = usual.adam();
    return usual
        .withLearningRate(warmUp > 0 ? rate.warmedUp(warmUp) : rate)
        .withAdam(weightDecay == null ? adam : adam.withWeightDecay(weightDecay))
        .withAveraging(averaging == null ? usual.averaging() : averaging);
  }

  private static int or(@Nullable Integer given, int usual) {
    return given == null ? usual : given;
  }
}
