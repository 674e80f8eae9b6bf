package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.graph.Require;

/**
 * The share of rows that training holds out, and the rule to stop early. The best weights have the
 * lowest trimmed mean of the held-out losses (without a hundredth of the rows, at least one, at
 * either end), so that no single row decides.
 *
 * @param heldOut the share of the rows to hold out, in [0, 1)
 * @param every the number of steps between validations, at least one
 * @param patience the number of consecutive validations without improvement after which training
 *     stops, at least one
 */
public record Validation(double heldOut, int every, int patience) {
  public Validation {
    Require.share("heldOut", heldOut);
    Require.atLeast("every", every, 1);
    Require.atLeast("patience", patience, 1);
  }

  /** Returns a tenth held out, a validation every 100 steps and a patience of 20. */
  public static Validation defaults() {
    return new Validation(0.1, 100, 20);
  }

  /** Returns this validation with another share of rows held out. */
  public Validation withHeldOut(double fraction) {
    return new Validation(fraction, every, patience);
  }

  /**
   * Splits rows, as {@link Data#split(double, long, int)} does.
   *
   * @throws IllegalArgumentException if all of them would be held out
   */
  public Data.Split split(Data rows, long seed, int fold) {
    Data.Split split = rows.split(heldOut, seed, fold);
    if (rows.count() > 0 && split.training().count() == 0) {
      throw new IllegalArgumentException(
          "the held-out fraction %s of %s rows is all of them; expected at least one for training"
              .formatted(heldOut, rows.count()));
    }
    return split;
  }

  /** Returns this validation with another number of steps between validations. */
  public Validation withEvery(int steps) {
    return new Validation(heldOut, steps, patience);
  }

  public Validation withPatience(int validations) {
    return new Validation(heldOut, every, validations);
  }
}
