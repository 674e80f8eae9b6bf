package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Calibration;
import io.github.tfflows.cli.statistic.DensityLevels;
import io.github.tfflows.cli.statistic.EnergyTest;
import io.github.tfflows.cli.statistic.Likelihood;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.cli.statistic.Uniformity;
import io.github.tfflows.cli.statistic.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fit of a model to unseen rows.
 *
 * @param rows the number of rows
 * @param draws the number of draws they were compared with
 * @param likelihood the log-density of the rows
 * @param levels the log-density of rows and of draws
 * @param energy the test of draws against rows
 * @param calibration the rows in the base; nothing if it is no standard normal
 * @param marginals the columns of rows and draws
 */
public record Evaluation(
    int rows,
    int draws,
    Likelihood likelihood,
    DensityLevels levels,
    EnergyTest energy,
    Optional<Calibration> calibration,
    List<Marginal> marginals) {
  /** Copies the list. */
  public Evaluation {
    marginals = List.copyOf(marginals);
  }

  /**
   * Evaluates the evidence.
   *
   * @param evidence the model's numbers for the rows
   * @param likelihood the log-density of the rows beside that of the baselines
   * @param settings the extent of the evaluation
   * @return the evaluation
   */
  static Evaluation of(Evidence evidence, Likelihood likelihood, Settings settings) {
    return new Evaluation(
        evidence.test().count(),
        evidence.draws().count(),
        likelihood,
        DensityLevels.of(evidence.logProb(), evidence.drawLogProb()),
        evidence.energy(settings),
        evidence.latent().map(Calibration::of),
        Marginal.of(
            evidence.test(),
            evidence.test().shown(evidence.test().data().x()),
            evidence.test().shown(evidence.draws().x())));
  }

  /**
   * Returns the tests of the model, each on its own level.
   *
   * @return two for every model, two more for a flow from a standard normal
   */
  public List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(
        new Verdict("draws against rows", "energy distance", energy.distance(), energy.pValue()));
    verdicts.add(
        new Verdict(
            "log-density of rows and draws", "KS distance", levels.distance(), levels.pValue()));
    calibration.ifPresent(
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
