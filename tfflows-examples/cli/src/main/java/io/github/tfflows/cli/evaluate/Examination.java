package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.tables.evaluation.Evaluation;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.evaluation.Uniformity;
import java.util.ArrayList;
import java.util.List;

/**
 * A comparison of a model with simpler densities on unseen rows, and of its draws with the rows.
 */
public record Examination(Evaluation model, Likelihood likelihood, List<Marginal> marginals) {
  public Examination {
    marginals = List.copyOf(marginals);
  }

  /**
   * Evaluates the evidence.
   *
   * @param evidence the model's numbers for the rows
   * @param test the rows in the order of the evidence
   * @param likelihood the log-density of the rows under the model and under the baselines
   */
  static Examination of(Evidence evidence, NamedRows test, Likelihood likelihood) {
    return new Examination(
        Evaluation.of(evidence, likelihood.model()),
        likelihood,
        Marginal.of(test, test.shown(evidence.test().x()), test.shown(evidence.draws().x())));
  }

  Examination with(PredictionQuality quality) {
    return new Examination(model.with(quality), likelihood, marginals);
  }

  /**
   * Returns the tests of the model, each at its own level: one for every model, two more for a flow
   * from a standard normal.
   */
  public List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        new Verdict(
            "log-density of rows and draws",
            "KS distance",
            model.levels().distance(),
            model.levels().pValue()));
    model
        .calibration()
        .ifPresent(
            latent -> {
              Uniformity worst = latent.worst();
              verdicts.add(
                  new Verdict(
                      "latent coordinates, worst is " + worst.what(),
                      "KS distance",
                      worst.distance(),
                      latent.coordinatesPValue()));
              Uniformity radius = latent.radius();
              verdicts.add(
                  new Verdict(
                      "latent radius, |z|² against χ²",
                      "KS distance",
                      radius.distance(),
                      radius.pValue()));
            });
    return verdicts;
  }
}
