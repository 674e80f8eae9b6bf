package io.github.tfflows.cli.evaluate;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * The evaluation of a model, with what it was measured on.
 *
 * @param subject what was evaluated
 * @param evaluation the numbers
 * @param description what is known of the model
 * @param evidence the model's numbers row by row
 */
public record Report(
    Subject subject, Evaluation evaluation, ModelDescription description, Evidence evidence) {
  /**
   * What was evaluated.
   *
   * @param model where the model is
   * @param rows where the rows are that it was evaluated on
   * @param training what the baselines were fitted to
   * @param trainingRows how many rows these are
   * @param settings how much was looked at
   */
  public record Subject(
      String model, String rows, String training, int trainingRows, Settings settings) {}

  /**
   * Evaluates a model.
   *
   * @param model the model
   * @param test rows it has not seen
   * @param baselines rows for the baselines, none of them among the others
   * @param subject what is evaluated
   * @return the report
   * @throws IllegalArgumentException if the rows do not suit the model or are too few
   * @throws IllegalStateException if the model draws nothing finite
   */
  public static Report of(
      CompiledDistribution model, NamedRows test, Likelihood.Fitting baselines, Subject subject) {
    Settings settings = subject.settings();
    Evidence evidence = Evidence.collect(model, test, settings);
    Data rows = evidence.test().data();
    Likelihood likelihood = Likelihood.of(evidence.logProb(), rows, baselines, settings.seed());
    Evaluation evaluation = Evaluation.of(evidence, likelihood, settings);
    return new Report(subject, evaluation, model.description(), evidence);
  }

  /**
   * Draws the pictures.
   *
   * @return those that the model and its record allow for
   */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    LossCurve.read(description).map(Figures::loss).ifPresent(figures::add);
    figures.add(CalibrationFigures.levels(evidence));
    boolean paired = evaluation.marginals().size() > 1;
    if (paired) {
      figures.add(Figures.pairs(evidence, evaluation.marginals()));
    }
    figures.add(Figures.marginals(evidence, evaluation.marginals()));
    evaluation
        .calibration()
        .ifPresent(
            calibration -> {
              Rows latent = evidence.latent().orElseThrow();
              figures.add(CalibrationFigures.latent(latent, calibration));
              if (paired) {
                figures.add(Figures.latent(latent, subject.settings().seed(), calibration));
              }
            });
    return figures;
  }
}
