package io.github.tfflows.cli.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.cli.report.TextReport;
import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.FitParts;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.evaluation.Evidence;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final TableSchema SCHEMA = Trial.schema(List.of("x", "y"), "c");

  @Test
  @Tag("training")
  void aRightModelPassesAllTests() {
    Examination right = Trial.report(Trial.gaussian(1, 2, 3)).evaluation();
    assertEquals(3, right.verdicts().size());
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
  @Tag("training")
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
  @Tag("training")
  void aModelWithoutANormalBaseIsTestedByItsDraws() {
    Examination plain = Trial.report(new GaussianMixture(2, 3)).evaluation();
    assertTrue(plain.model().calibration().isEmpty());
    assertEquals(1, plain.verdicts().size());
    assertTrue(plain.verdicts().get(0).rejects());
  }

  @Test
  @Tag("training")
  void conditionalModelsAreMeasuredGivenTheirContexts() {
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
      evaluation.verdicts().forEach(one -> assertFalse(one.rejects(), one::toString));
    }
  }

  @Test
  @Tag("training")
  void equalSeedsGiveEqualReports() {
    Distribution distribution = Trial.gaussian(1, 2, 3.1);
    assertEquals(
        Trial.report(distribution).evaluation(),
        Trial.newReport(distribution, Trial.NAMES).evaluation());
  }

  @Test
  @Tag("training")
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
  @Tag("training")
  void rejectsTooFewRows() {
    Data two = Trial.rows(2, 1);
    try (CompiledDistribution model = CompiledDistribution.compile(Trial.gaussian(1, 2, 3), 0)) {
      Expect.rejected("got 2", () -> Evidence.collect(model, two, 100, 1));
    }
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

  private static final LossCurve CURVE =
      curve(
          List.of(
              report(10, 3.25, OptionalDouble.of(4)),
              report(20, 2.5, OptionalDouble.of(3)),
              report(30, 2.25, OptionalDouble.of(3)),
              report(40, -2.125, OptionalDouble.of(2.75))));

  @Test
  void aDescriptionCarriesIt() {
    assertEquals(Optional.of(CURVE), read(CURVE.text()));
    LossCurve without = curve(List.of(report(1, 1.5, OptionalDouble.empty())));
    assertEquals(Optional.of(without), read(without.text()));
    assertEquals(Optional.empty(), LossCurve.read(new ModelDescription(Map.of())));
  }

  @Test
  void validationsAreShownOnceAndNotTheInitialOne() {
    assertEquals(List.of(20, 40), CURVE.validated().stream().map(LossCurve.Point::step).toList());
  }

  @Test
  void aMemberBeginsWhereTheStepsOfTheOneBeforeEnd() {
    LossCurve two =
        curve(
            List.of(
                report(20, 3, OptionalDouble.of(4)),
                report(40, 2, OptionalDouble.of(3)),
                report(50, 5, OptionalDouble.of(6)),
                report(80, 1, OptionalDouble.of(2))));
    assertEquals(
        List.of(List.of(20, 40), List.of(10, 40)),
        two.members().stream()
            .map(member -> member.points().stream().map(LossCurve.Point::step).toList())
            .toList());
  }

  @Test
  void saysWhatItCannotRead() {
    Expect.rejected("\"20 x -\"", () -> read("10 1.5 -; 20 x -"));
    Expect.rejected("\"20\"", () -> read("20"));
  }

  private static Optional<LossCurve> read(String text) {
    return LossCurve.read(new ModelDescription(Map.of(LossCurve.KEY, text)));
  }

  @Test
  void longCurvesAreThinnedToTheirEnd() {
    List<LossCurve.Point> points =
        IntStream.rangeClosed(1, 1200)
            .mapToObj(step -> new LossCurve.Point(step, step, OptionalDouble.empty()))
            .toList();
    List<LossCurve.Point> kept = read(new LossCurve(points).text()).orElseThrow().points();
    assertEquals(400, kept.size());
    assertEquals(1200, kept.get(399).step());
  }

  private static LossCurve curve(List<Progress> reports) {
    return new LossCurve(reports.stream().map(report -> LossCurve.Point.of(report, 40)).toList());
  }

  /** A training that is never stopped. */
  private static final class Unmoved implements Progress.Run {
    @Override
    public Weights weights() {
      return new Weights(Map.of());
    }

    @Override
    public void stop() {}
  }

  private static Progress report(int step, double loss, OptionalDouble heldOut) {
    return new Progress(step, 40, loss, heldOut, step, 1e-3, 1, new Unmoved());
  }

  private static final Rows X = Rows.of(new float[][] {{1, 4, 5}, {0, 6, 7}});
  private static final TableColumn A = new TableColumn("a", new ColumnKind.Real(), List.of());
  private static final NamedRows ROWS =
      new NamedRows(
          new TableSchema(List.of(A, new TableColumn("b", A.kind(), A.coding(), 0.5)), List.of()),
          Data.of(X));

  @Test
  void missingValuesAreNotShown() {
    assertArrayEquals(new float[] {1, 4, 5, 0, 6, Float.NaN}, ROWS.shown(X).values());
    assertArrayEquals(new double[] {5}, Columns.present(ROWS.shown(X), 2));
  }

  @Test
  void rowsToLearnFromHaveNoiseOfTheirOwn() throws IOException {
    FitParts parts = TableFit.of(Tables.of("rating", 100, i -> List.of(i % 5))).parts();
    Data rows = parts.splits().get(0).training();
    TableTrial trial = TableTrial.of(parts.table().schema(), rows, rows, 1);
    assertNotEquals(trial.test().x(), trial.training().x());
  }

  /** The mean of both rows would be six. */
  @Test
  void marginalsAreThoseOfTheValuesThatAreThere() {
    List<Marginal> marginals = Marginal.of(ROWS, ROWS.shown(X), ROWS.shown(X));
    assertEquals(5, marginals.get(2).data().mean());
    assertEquals(0, marginals.get(2).distance());
  }

  /** Ratings, with the noise of a training. */
  @Test
  void quantilesAreRoundedToTheStep() {
    Rows noisy = Rows.of(new float[][] {{0.6f}, {1.9f}, {2.2f}, {3.1f}, {5.4f}});
    ValueText ratings = ValueText.of(ValueText.NUMBERS.format(), 1);
    NamedRows rows =
        new NamedRows(Trial.schema(List.of("rating")), Data.of(noisy), List.of(ratings));
    assertTrue(rows.haveNoise() && !ROWS.haveNoise());
    Marginal.Summary summary = Marginal.of(rows, noisy, noisy).get(0).data();
    assertEquals(List.of(1.0, 2.0, 5.0), List.of(summary.low(), summary.median(), summary.high()));
    assertEquals(2.64, summary.mean(), 1e-6);
    assertEquals(0.3, ValueText.of(ValueText.NUMBERS.format(), 0.1).rounded(0.327), 0);
  }

  /** The mean of places in a list has no meaning. */
  @Test
  void namesAreComparedByTheirShares() {
    NamedRows rows =
        new NamedRows(
            new TableSchema(
                List.of(
                    new TableColumn(
                        "colour", new ColumnKind.Categorical(), List.of("red", "green"))),
                List.of()),
            Data.of(Rows.of(new float[] {0, 1, 1, 1, 2}, 1)));
    Rows draws = Rows.of(new float[] {0, 0, 1, 1, 1}, 1);
    Marginal colour = Marginal.of(rows, rows.data().x(), draws).get(0);
    assertEquals(Optional.of(new Marginal.Share("green", 0.6, 0.6)), rounded(colour.share()));
    assertEquals(0.2, colour.distance(), 1e-12);
  }

  private static Optional<Marginal.Share> rounded(Optional<Marginal.Share> share) {
    return share.map(
        all ->
            new Marginal.Share(
                all.name(), Math.rint(1e9 * all.data()) / 1e9, Math.rint(1e9 * all.draws()) / 1e9));
  }
}
