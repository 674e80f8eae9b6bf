package io.github.tfflows.core.training.recipe;

import io.github.tfflows.core.execution.Execution;
import java.util.Optional;

/** The settings of a training of one flow. With the data and the loss they determine all steps. */
public interface Recipe {
  /** Returns the largest number of updates. */
  int steps();

  /** Returns the number of rows of an update, or of draws in a variational fit. */
  int batchSize();

  /** Returns the updates of the parameters. */
  Optimization optimization();

  /** Returns the share of held-out rows and the rule to stop early. */
  Validation validation();

  /** Returns the seed of initial weights, of the split, of shuffling and of draws. */
  long seed();

  /** Returns the execution of training and of the trained model. */
  Execution execution();

  /** Returns the checkpoints, if any. */
  Optional<Checkpoints> checkpoints();

  /** Returns this recipe without checkpoints, on which the steps do not depend. */
  Recipe withoutCheckpoints();

  /** Returns a text of this recipe without checkpoints, the same in every process. */
  default String text() {
    return textOf(withoutCheckpoints());
  }

  /** Returns the text of a definition, without process-dependent names of lambdas. */
  static String textOf(Object definition) {
    return definition.toString().replaceAll("\\$\\$Lambda[^,\\]]*", "\\$\\$Lambda");
  }
}
