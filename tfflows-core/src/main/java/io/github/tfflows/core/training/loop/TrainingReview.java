package io.github.tfflows.core.training.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A review of a completed training, with warnings about a poor fit.
 *
 * @param initial the held-out loss of the initial weights
 * @param best the held-out loss of the best weights
 * @param bestStep the number of steps before them
 * @param steps the number of completed steps
 * @param every the number of steps between validations
 * @param reference the loss of a Gaussian, if there is one, and the number of features
 */
public record TrainingReview(
    HeldOutLoss initial,
    HeldOutLoss best,
    int bestStep,
    int steps,
    int every,
    Optional<Reference> reference) {
  /**
   * The usual bound, in nats a feature, on the excess of the initial loss of standardized data over
   * a Gaussian's loss.
   */
  private static final double USUAL_GAP = 3;

  /**
   * The Gaussian for comparison.
   *
   * @param loss its held-out loss
   * @param features the number of entries of an event
   */
  public record Reference(HeldOutLoss loss, int features) {}

  /** Returns the warnings, each in a sentence or two. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    reference.ifPresent(gaussian -> compare(gaussian, warnings));
    if (bestStep == 0) {
      warnings.add(
          text(
              "the model has its initial weights: after %,d steps no others had a lower held-out loss"
                  + " (%.4g nats a row); if there is more to learn, try a smaller learning rate, and"
                  + " look for extreme values in the data",
              steps, initial.mean()));
    } else if (bestStep <= every && steps > every) {
      warnings.add(
          text(
              "the weights of the first validation, at step %,d, were the best: validate more often,"
                  + " or try a smaller learning rate or a smaller flow",
              bestStep));
    }
    return warnings;
  }

  private void compare(Reference gaussian, List<String> warnings) {
    if (initial.decisive() - gaussian.loss().decisive() > USUAL_GAP * gaussian.features()) {
      warnings.add(
          text(
              "the data are far from the initial flow, such as outside of its splines: the"
                  + " initial loss is %.4g nats a row, a Gaussian's %.4g, both without the most"
                  + " extreme rows; standardize the data (Standardize.fit)",
              initial.decisive(), gaussian.loss().decisive()));
    }
    if (!best.isBelow(gaussian.loss())) {
      warnings.add(
          text(
              "the flow is no better than a Gaussian: its held-out loss is %.4g nats a row, that of"
                  + " a Gaussian with the mean and covariance of the training rows %.4g, both without"
                  + " the most extreme rows",
              best.decisive(), gaussian.loss().decisive()));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
