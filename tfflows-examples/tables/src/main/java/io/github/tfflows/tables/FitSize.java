package io.github.tfflows.tables;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The settings of a training by the size of its table: {@link Training#forData}, with longer
 * trainings of several columns, and several members for predictions.
 *
 * @param rows the number of rows, including those held out
 * @param varied the number of rows, or twice those without the most frequent value of the target,
 *     if these are fewer
 * @param groups the number of groups of rows, or of rows if each stands alone
 */
public record FitSize(int rows, int varied, int groups, TableSchema schema) {
  /** With fewer rows, the average of several trainings predicts better than one. */
  private static final int ROWS_OF_MEMBERS = 50_000;

  private static final int MEMBERS_TO_PREDICT = 4;

  /** From this many rows on, Muon predicts a name better; with fewer, it fits noise first. */
  private static final int ROWS_OF_NAMES = 2_000;

  /** Training needs more steps if Muon's updates are smaller, or change square kernels alone. */
  private static final double MORE_STEPS_BY_MUON = 5.0 / 3;

  /** Larger updates lower the scores of predicted names and of draws. */
  private static final Muon OF_TABLES = new Muon(0.95, 0.2, Muon.Kernels.ALL);

  /**
   * A joint density of fewer columns needs no long training. For a model of any cell, the number of
   * columns does not matter.
   */
  private static final int MANY_COLUMNS = 8;

  /** A long training pays off from this many rows for each column on. */
  private static final int ROWS_OF_COLUMN = 1_000;

  private static final int MOST_PASSES = 160;
  private static final int MOST_STEPS = 12_000;

  /** With fewer rows, most models need more steps than a joint density. */
  private static final int FEW_ROWS = 1_000;

  private static final int LEAST_STEPS_OF_NUMBER = 1_000;
  private static final int LEAST_STEPS_OF_ANY_CELL = 2_000;

  /** With fewer rows, some joint densities need more steps than their size suggests. */
  private static final int ROWS_OF_LONGER_TRAINING = 2_000;

  private static final int TIMES_LONGER = 4;

  /** Validations of groups are at most this many times as often as those of rows. */
  private static final int MOST_OFTEN = 8;

  /** Creates the size of a table whose target has no frequent value. */
  public FitSize(int rows, TableSchema schema) {
    this(rows, rows, rows, schema);
  }

  /** Returns the size of a table with the groups of some rows, and their frequent values. */
  public FitSize of(Data some) {
    double share = some.isGrouped() ? groups(some.groups().values()) / (double) some.count() : 1;
    return new FitSize(rows, varied(some), (int) Math.ceil(share * rows), schema);
  }

  private static int groups(float[] numbers) {
    return (int)
        IntStream.range(0, numbers.length).mapToDouble(row -> numbers[row]).distinct().count();
  }

  private int varied(Data some) {
    if (!schema.isOfOneTarget() || rows < ROWS_OF_MEMBERS) {
      return varied;
    }
    float[] values = schema.layout().values(some.x(), 0);
    double others = 1 - longestRun(values) / (double) values.length;
    return (int) Math.min(rows, 2 * others * rows);
  }

  private static int longestRun(float[] values) {
    Arrays.sort(values);
    int longest = 0;
    int start = 0;
    for (int i = 0; i < values.length; i++) {
      start = Float.compare(values[i], values[start]) == 0 ? start : i;
      longest = Math.max(longest, i + 1 - start);
    }
    return longest;
  }

  /** Returns the training of a new model. */
  public Training training() {
    return often(ofRows());
  }

  private Training ofRows() {
    Training usual = furtherOfRows();
    int columns = schema.modelled().size();
    boolean isAny = schema.conditioning() == Conditioning.ANY;
    boolean hasManyColumns = schema.given().isEmpty() && (isAny || columns >= MANY_COLUMNS);
    Training enough = hasManyColumns && rows >= ROWS_OF_COLUMN * columns ? longer(usual) : usual;
    return enough.steps() < leastSteps() ? longer(enough, leastSteps()) : enough;
  }

  private int leastSteps() {
    if (rows >= FEW_ROWS) {
      return 0;
    }
    boolean isOfNumber = schema.isOfOneTarget() && schema.numbers() > 0;
    return schema.conditioning() == Conditioning.ANY
        ? LEAST_STEPS_OF_ANY_CELL
        : isOfNumber ? LEAST_STEPS_OF_NUMBER : 0;
  }

  /**
   * Returns a longer training, with checkpoints in a folder of its own, for members that still
   * improve at the end of the usual one. It is empty unless the table is one of few rows, the
   * density joint, and the number of steps the usual one.
   */
  Optional<Training> longerThan(Training first) {
    boolean isJoint = schema.given().isEmpty() && schema.conditioning() == Conditioning.NONE;
    if (!isJoint || rows >= ROWS_OF_LONGER_TRAINING || first.steps() != training().steps()) {
      return Optional.empty();
    }
    Training second = longer(first, (double) TIMES_LONGER * first.steps());
    return Optional.of(
        first
            .checkpoints()
            .map(
                of ->
                    second.withCheckpoints(of.directory().resolve("longer"), of.every(), of.keep()))
            .orElse(second));
  }

  /** Returns the further training of a model, from its own weights. */
  Training furtherTraining() {
    return often(furtherOfRows());
  }

  /**
   * Returns a training with more validations and the same patience in steps if the rows are of
   * groups: cells that are equal within groups can be overfitted in one pass.
   */
  private Training often(Training usual) {
    Validation seldom = usual.validation();
    int ofGroups = (int) ((long) seldom.every() * groups / rows);
    int every = Math.max(1, Math.max(seldom.every() / MOST_OFTEN, ofGroups));
    int patience = seldom.patience() * seldom.every() / every;
    return usual.withValidation(new Validation(seldom.heldOut(), every, patience));
  }

  private Training furtherOfRows() {
    Training usual = Training.forData(rows, schema.modelled().size());
    Training enough = isByMuon(usual) ? longer(usual, MORE_STEPS_BY_MUON * usual.steps()) : usual;
    return schema.isOfOneTarget() ? ofTarget(enough) : ofSeveral(enough);
  }

  private Training ofTarget(Training usual) {
    Training several = varied < ROWS_OF_MEMBERS ? usual.withMembers(MEMBERS_TO_PREDICT) : usual;
    boolean isName = schema.numbers() == 0;
    return (isName && rows >= ROWS_OF_NAMES) || isByMuon(usual) ? by(OF_TABLES, several) : several;
  }

  /**
   * Output layers are not trained by Muon, with which probabilities near zero are learned slowly.
   */
  private static Training ofSeveral(Training usual) {
    return isByMuon(usual) ? by(OF_TABLES.withKernels(Muon.Kernels.SQUARE), usual) : usual;
  }

  private static boolean isByMuon(Training training) {
    return training.optimization().muon().isPresent();
  }

  private static Training by(Muon muon, Training training) {
    return training.withOptimization(training.optimization().withMuon(muon));
  }

  /** Densities of many rows overfit late. */
  private Training longer(Training usual) {
    double passes = (double) MOST_PASSES * rows / usual.batchSize();
    return longer(usual, Math.max(usual.steps(), Math.min(MOST_STEPS, passes)));
  }

  /** Returns a training of more steps, with as many validations. */
  private static Training longer(Training usual, double steps) {
    Validation often = usual.validation();
    int every = (int) Math.round(often.every() * steps / usual.steps());
    return usual
        .withSteps((int) steps)
        .withValidation(new Validation(often.heldOut(), every, often.patience()));
  }
}
