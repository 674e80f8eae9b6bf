package io.github.tfflows.core.training;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a member.
 *
 * @param training those to learn from
 * @param heldOut those to validate with
 */
record Fold(DataSource training, Data heldOut) {
  Fold {
    Objects.requireNonNull(training, "training");
    heldOut = Objects.requireNonNull(heldOut, "heldOut").withoutZeroWeights();
  }

  /**
   * Splits data, for each member of a recipe in another way, and adds noise.
   *
   * @param spacing the width of the gaps between the values of each column; zero for none
   */
  static List<Fold> split(Training recipe, Data data, float[] spacing) {
    return IntStream.range(0, recipe.members())
        .mapToObj(member -> of(recipe, data, spacing, member))
        .toList();
  }

  private static Fold of(Training recipe, Data data, float[] spacing, int member) {
    Data.Split split = split(recipe, data, member);
    long noise = MaximumLikelihood.seed(recipe, member);
    return new Fold(
        DataSource.of(split.training()).dequantized(spacing, noise),
        split.heldOut().dequantized(spacing, -noise - 1));
  }

  /**
   * Splits the rows of a member that count; the weights of those to learn from have the mean one.
   */
  static Data.Split split(Training recipe, Data data, int member) {
    Data.Split split =
        data.withoutZeroWeights().split(recipe.validation().heldOut(), recipe.seed(), member);
    return new Data.Split(split.training().withMeanWeightOne(), split.heldOut());
  }

  /** The reference that a member is compared with. */
  Optional<TrainingReview.Reference> reference() {
    return GaussianFit.loss(training, heldOut)
        .map(loss -> new TrainingReview.Reference(loss, heldOut.x().size()));
  }
}
