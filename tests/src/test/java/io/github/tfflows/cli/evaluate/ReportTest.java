package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.cli.report.TextReport;
import io.github.tfflows.cli.statistic.EnergyTest;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.testing.Expect;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("training")
class ReportTest {
  private static final TableSchema SCHEMA = Trial.schema(List.of("x", "y"), "c");

  @Test
  void aRightModelPassesAllTests() {
    Examination right = Trial.report(Trial.gaussian(1, 2, 3)).evaluation();
    assertEquals(4, right.verdicts().size());
    for (Verdict verdict : right.verdicts()) {
      assertFalse(verdict.rejects(), verdict::toString);
    }
    double entropy = 1.5 * Math.log(2 * Math.PI * Math.E) + Math.log(6);
    assertEquals(-entropy, right.likelihood().model().value(), 0.1);
    assertEquals(-entropy, right.model().levels().draws().value(), 0.1);
    // The Gaussian baseline has learned the same density, but for its nine parameters.
    assertEquals(0, right.likelihood().baselines().get(0).gain().value(), 0.01);
  }

  @Test
  void aWrongScaleIsDetectedEverywhereAndItsColumnNamed() {
    Examination wrong = Trial.report(Trial.gaussian(1, 4, 3)).evaluation();
    for (Verdict verdict : wrong.verdicts()) {
      assertTrue(verdict.rejects(), verdict::toString);
    }
    assertEquals("z2", wrong.model().calibration().orElseThrow().worst().what());
    List<Double> distances = wrong.marginals().stream().map(Marginal::distance).toList();
    assertEquals("height", wrong.marginals().get(1).column());
    assertTrue(distances.get(1) > 2 * Math.max(distances.get(0), distances.get(2)));
    double loss = Math.log(2) + 0.5 * (1 / 4.0 - 1); // the divergence of both Gaussians
    assertEquals(-loss, wrong.likelihood().baselines().get(0).gain().value(), 0.03);
  }

  @Test
  void aModelWithoutANormalBaseIsTestedByItsDraws() {
    Examination plain = Trial.report(new GaussianMixture(2, 3)).evaluation();
    assertTrue(plain.model().calibration().isEmpty());
    assertEquals(2, plain.verdicts().size());
    assertTrue(plain.verdicts().get(0).rejects());
  }

  @Test
  void conditionalModelsAreComparedWithTheirContexts() {
    Data.Split split = aroundItsContext(3000).split(0.5, 1);
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(2),
            Chain.of(
                new Affine(),
                new Coupling(new Affine(), Mlp.of(16)),
                Permutation.reverse(2),
                new Coupling(new Affine(), Mlp.of(16))));
    Training recipe =
        Training.defaults()
            .withSteps(300)
            .withBatchSize(128)
            .withLearningRate(LearningRate.cosine(2e-2));
    try (CompiledDistribution fitted = recipe.fit(flow, split.training())) {
      Examination evaluation =
          new TableTrial(SCHEMA, split.heldOut(), split.heldOut(), split.training())
              .report(
                  TableModel.of(fitted, SCHEMA),
                  new Report.Subject("m", "r", "t", split.training().count(), Trial.SETTINGS))
              .evaluation();
      // y bends with c, which a mean linear in c cannot follow.
      assertTrue(evaluation.likelihood().baselines().get(0).gain().value() > 0.5);
      assertEquals(500, evaluation.energy().rows());
      assertTrue(evaluation.energy().pValue() > 0.01, evaluation.energy()::toString);
    }
  }

  @Test
  void contextsOnBothSidesOfTheEnergyTestComeFromOtherRows() {
    Data same = aroundItsContext(400);
    float[] none = new float[same.count()];
    NamedRows rows = new NamedRows(SCHEMA, same);
    EnergyTest energy =
        Examination.energy(
            new Evidence(same, none, same, none, 0, Optional.empty()), rows, Trial.SETTINGS);
    assertEquals(200, energy.rows());
    assertTrue(energy.distance() > 0, "equal rows would have none");
  }

  @Test
  void equalSeedsGiveEqualReports() {
    Distribution distribution = Trial.gaussian(1, 2, 3.1);
    assertEquals(
        Trial.report(distribution).evaluation(),
        Trial.newReport(distribution, Trial.NAMES).evaluation());
  }

  @Test
  void textHoldsTheNumbers() {
    Report report = Trial.report(Trial.gaussian(1, 4, 3));
    StringWriter written = new StringWriter();
    new TextReport(new PrintWriter(written)).print(report);
    String text = written.toString();
    assertTrue(text.contains(report.evaluation().likelihood().model().toString()), text);
    assertTrue(text.contains("mixture of 10 Gaussians"), text);
    assertTrue(text.contains("worst is z2"), text);
    assertTrue(text.contains("rejected"), text);
    Trial.NAMES.forEach(name -> assertTrue(text.contains(name), text));
  }

  @Test
  void rejectsTooFewRowsAndPermutations() {
    Data two = Trial.rows(2, 1);
    try (CompiledDistribution model = CompiledDistribution.compile(Trial.gaussian(1, 2, 3), 0)) {
      Expect.rejected("got 2", () -> Evidence.collect(model, two, 100, 1));
    }
    Expect.rejected("1 permutations, got 0", () -> new Settings(1, 10, 10, 0));
  }

  /** A column around the context, and one around its square. */
  private static Data aroundItsContext(int count) {
    Random random = new Random(3);
    float[][] context = new float[count][1];
    float[][] x = new float[count][];
    IntStream.range(0, count)
        .forEach(
            i -> {
              float c = (float) random.nextGaussian();
              context[i][0] = c;
              x[i] =
                  new float[] {
                    c + 0.5f * (float) random.nextGaussian(),
                    c * c + 0.5f * (float) random.nextGaussian()
                  };
            });
    return Data.of(x, context);
  }
}
