package io.github.tfflows.tables.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.evaluate.TableTrial;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.evaluation.ColumnProfile.Agreement;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.prediction.TargetModels;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.synthetic.ColumnShape;
import io.github.tfflows.tables.synthetic.QualityScores;
import io.github.tfflows.tables.synthetic.TableSample;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.UniformRealDistribution;
import org.hipparchus.stat.StatUtils;
import org.hipparchus.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measures of models and columns: evaluations, calibration, profiles, and the statistics behind
 * them.
 */
class EvaluationTest {
  private static final TableSource WHOLE_NUMBERS =
      TargetModels.source(random -> "" + Math.round(20 * random.nextGaussian()), 0);

  @Test
  void numbersAreThoseOfTheTool() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      Settings settings = new Settings(1, 10_000);
      Report tool =
          TableTrial.of(model.schema(), rows, rows, 1)
              .report(model, new Report.Subject("model", "rows", "rows", 800, settings));
      Evaluation expected = tool.evaluation().model();
      Evaluation found = model.evaluate(WHOLE_NUMBERS);
      assertEquals(expected.rows(), found.rows());
      assertEquals(expected.draws(), found.draws());
      assertEquals(expected.logProb(), found.logProb());
      assertEquals(expected.levels(), found.levels());
      assertEquals(expected.calibration(), found.calibration());
      assertTrue(found.calibration().isPresent());
      assertEquals(PredictionQuality.of(model.predict("y"), rows, 1), found.prediction());
    }
  }

  @Test
  void recordsHoldTheMeasuresOfPredictions() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      Evaluation found = model.evaluate(rows, 500, 3);
      float[] logProb = model.logProb(rows);
      double[] numbers = IntStream.range(0, 800).mapToDouble(i -> logProb[i]).toArray();
      assertEquals(StatUtils.mean(numbers), found.logProb().value(), 1e-12);
      assertEquals(
          Math.sqrt(StatUtils.variance(numbers) / 800), found.logProb().standardError(), 1e-12);
      assertEquals(500, found.draws());
      PredictionQuality quality = found.prediction().orElseThrow();
      PredictionQuality.Numbers measures = quality.numbers().orElseThrow();
      Predictor predictor = model.predict("y");
      double[] crps = predictor.given(rows).crps(predictor.observed(rows));
      assertEquals(StatUtils.mean(crps), measures.crps().value(), 1e-5);
      double[] values = predictor.given(rows).values(predictor.observed(rows));
      double apart = 0;
      for (double value : values) {
        apart += DoubleStream.of(values).map(other -> Math.abs(value - other)).sum();
      }
      double pairs = (double) values.length * values.length;
      assertEquals(apart / pairs / 2, measures.alone(), 1e-9);
      assertEquals(
          List.of(0.5, 0.9),
          measures.intervals().stream().map(PredictionQuality.Coverage::level).toList());
      assertEquals("ranks", measures.ranks().what());
      assertTrue(measures.ranks().pValue() < 1, "random weights are not right");
    }
  }

  @Test
  void aNameHasAnAccuracyInPlaceOfQuantiles() throws IOException {
    TableSource names = TargetModels.source(random -> random.nextInt(3) == 0 ? "a" : "b", 0);
    try (TableModel model = TargetModels.of(names)) {
      Evaluation found = model.evaluate(names);
      PredictionQuality quality = found.prediction().orElseThrow();
      assertEquals(Optional.empty(), quality.numbers());
      PredictionQuality.Names right = quality.names().orElseThrow();
      assertTrue(right.accuracy().value() > 0.2);
      double b = Tables.cells(names).stream().filter(row -> row.contains("b")).count();
      assertEquals(b / quality.rows(), right.alone(), 1e-12);
      TableSource unseen = TargetModels.source(any -> any.nextInt(3) == 0 ? "a" : "c", 0);
      double a = Tables.cells(unseen).stream().filter(row -> row.contains("a")).count();
      PredictionQuality ofUnseen = model.evaluate(unseen).prediction().orElseThrow();
      assertEquals(a / ofUnseen.rows(), ofUnseen.names().orElseThrow().alone(), 1e-12);
      assertEquals(Optional.empty(), found.calibration(), "no flow has a base");
      Data whole = TableReader.readAll(names, model.schema(), Missing.MODEL);
      Expect.rejected("at least 4 rows, got 3", () -> model.evaluate(whole.slice(0, 3), 10, 1));
      Expect.rejected("draws must be at least 4, got 3", () -> model.evaluate(whole, 3, 1));
    }
  }

  @Test
  void drawsHaveTheScoresOfSyntheticData() throws IOException {
    try (TableModel model = TargetModels.of(WHOLE_NUMBERS)) {
      Data rows = TableReader.readAll(WHOLE_NUMBERS, model.schema(), Missing.MODEL);
      QualityScores found = model.drawQuality(WHOLE_NUMBERS, 3);
      assertEquals(List.of("y"), found.shapes().stream().map(ColumnShape::column).toList());
      assertEquals(2, found.trends().size(), "y with each given column");
      Rows draws = model.sample(rows.context(), 3).x();
      TableSample real = TableSample.of(model.schema(), rows.x(), rows.context());
      assertEquals(1, QualityScores.of(real, real).overall());
      assertEquals(
          QualityScores.of(real, TableSample.ofDraws(model.schema(), draws, rows.context())),
          found);
      assertTrue(found.overall() > 0 && found.overall() < 1, "" + found.overall());
      TableSource none = Tables.of(String.join(",", WHOLE_NUMBERS.columns()), 0, i -> List.of());
      Expect.rejected("has no rows", () -> model.drawQuality(none, 3));
    }
  }

  private static final Standardize MAP =
      new Standardize(List.of(5.0, -300.0), List.of(0.1, 1000.0));

  @Test
  void standardNormalRowsAreCalibrated() {
    Calibration right = Calibration.of(Rows.of(TestRows.gaussian(5000, 4, 1)));
    assertTrue(right.coordinatesPValue() > 0.01);
    assertTrue(right.radius().pValue() > 0.01);
    assertEquals(
        List.of("z1", "z2", "z3", "z4"),
        right.coordinates().stream().map(Uniformity::what).toList());
  }

  @Test
  void aShiftedCoordinateIsFoundAndNamed() {
    float[][] rows = TestRows.gaussian(5000, 4, 2);
    for (float[] row : rows) {
      row[2] += 0.2f;
    }
    Calibration shifted = Calibration.of(Rows.of(rows));
    assertEquals("z3", shifted.worst().what());
    assertEquals(0.0797, shifted.worst().distance(), 0.02); // 2 Φ(0.1) - 1
    assertTrue(shifted.coordinatesPValue() < 1e-6);
  }

  @Test
  void rowsThatLieTooFarOutAreFoundByTheRadius() {
    float[][] rows = TestRows.gaussian(2000, 3, 3);
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= 1.15f;
      }
    }
    Calibration wide = Calibration.of(Rows.of(rows));
    assertTrue(wide.radius().pValue() < 1e-6);
    assertTrue(wide.radius().pValue() < wide.coordinatesPValue());
  }

  @Test
  void manyCoordinatesAreCorrectedFor() {
    Calibration two =
        new Calibration(
            List.of(new Uniformity("z1", 0.1, 0.02), new Uniformity("z2", 0.05, 0.7)),
            new Uniformity("|z|²", 0.1, 0.5));
    assertEquals(0.04, two.coordinatesPValue(), 1e-15);
  }

  @Test
  void latentRowsAreThoseOfFlowsFromAStandardNormal() {
    Rows latent = latent(new TransformedDistribution(StandardNormal.of(2), MAP)).orElseThrow();
    float[] expected = TestRows.gaussian(100, 2, 4)[7];
    assertEquals(expected[0], latent.values()[14], 1e-4);
    assertEquals(expected[1], latent.values()[15], 1e-4);
  }

  @Test
  void otherModelsHaveNone() {
    assertTrue(latent(new TransformedDistribution(new GaussianMixture(3, 2), MAP)).isEmpty());
    DiagonalNormal wide = DiagonalNormal.fixed(List.of(0.0, 0.0), List.of(1.2, 1.0));
    assertTrue(latent(new TransformedDistribution(wide, MAP)).isEmpty());
    assertTrue(latent(StandardNormal.of(2)).isEmpty(), "no flow at all");
  }

  /** Of rows that {@link #MAP} makes of standard normal ones. */
  private static Optional<Rows> latent(Distribution distribution) {
    float[][] rows = TestRows.gaussian(100, 2, 4);
    for (float[] row : rows) {
      row[0] = 5 + 0.1f * row[0];
      row[1] = -300 + 1000 * row[1];
    }
    Data data = Data.of(rows);
    try (CompiledDistribution model = CompiledDistribution.compile(distribution, 0)) {
      return Calibration.latent(model, data, model.logProb(data.x()));
    }
  }

  private static final int REFERENCE = 1_000;
  private static final int ROWS = 500;

  private static float[] values(Random random, int rows, ToDoubleFunction<Random> value) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) value.applyAsDouble(random);
    }
    return values;
  }

  private static ToDoubleFunction<Random> column(String name) {
    return switch (name) {
      case "normal" -> Random::nextGaussian;
      case "skewed with gaps" ->
          random -> random.nextInt(5) == 0 ? Double.NaN : Math.exp(2 * random.nextGaussian());
      case "counts" -> random -> Math.floor(-Math.log(random.nextDouble()));
      case "constant" -> random -> 3;
      case "nearly constant" -> random -> random.nextInt(1_000) == 0 ? 4 : 3;
      case "few gaps" -> random -> random.nextInt(1_000) == 0 ? Double.NaN : random.nextGaussian();
      case "two names" -> random -> random.nextInt(4) == 0 ? 0 : 1;
      default -> random -> Math.floor(20 * Math.pow(random.nextDouble(), 3)); // many names
    };
  }

  private static ColumnProfile profile(String name, Random random) {
    float[] values = values(random, REFERENCE, column(name));
    return name.endsWith("names")
        ? ColumnProfile.ofNames(20, values)
        : ColumnProfile.ofNumbers(values);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "normal",
        "skewed with gaps",
        "few gaps",
        "counts",
        "constant",
        "nearly constant",
        "two names",
        "many names"
      })
  void falseAlarmsAreAsRareAsTheirRate(String name) {
    Random random = new Random(name.hashCode());
    int trials = 2_000;
    int alarms = 0;
    for (int i = 0; i < trials; i++) {
      ColumnProfile profile = profile(name, random);
      alarms += profile.with(values(random, ROWS, column(name)), 1).pValue() <= 0.05 ? 1 : 0;
    }
    double expected = name.endsWith("constant") ? 0 : 0.05;
    double deviation = Math.sqrt(0.05 * 0.95 / trials);
    assertEquals(expected, (double) alarms / trials, 4 * deviation);
  }

  @Test
  void aFifthOfADeviationShowsInAThousandRows() {
    Random random = new Random(1);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      ColumnProfile profile = ColumnProfile.ofNumbers(values(random, 3_000, Random::nextGaussian));
      Agreement moved = profile.with(values(random, 1_000, of -> of.nextGaussian() + 0.2), 1);
      found += moved.pValue() <= 0.001 ? 1 : 0;
      assertEquals(0.556, moved.higher(), 0.06); // Φ(0.2 / √2)
    }
    assertTrue(found > 160, found + " of 200");
  }

  @Test
  void widthsAndGapsAndNamesShowToo() {
    Random random = new Random(1);
    ColumnProfile normal = profile("normal", random);
    assertTrue(normal.with(values(random, ROWS, of -> 1.4 * of.nextGaussian()), 1).pValue() < 1e-4);
    ToDoubleFunction<Random> gaps = of -> of.nextInt(20) == 0 ? Double.NaN : of.nextGaussian();
    Agreement missing = normal.with(values(random, ROWS, gaps), 1);
    assertTrue(missing.pValue() < 1e-4 && missing.missing() > 0.02, missing.toString());
    ColumnProfile names = profile("two names", random);
    assertTrue(
        names.with(values(random, ROWS, of -> of.nextInt(5) == 0 ? 25 : 1), 1).pValue() < 1e-9);
    assertEquals(1, normal.with(new float[0], 1).pValue());
    ColumnProfile constant = profile("constant", random);
    assertTrue(constant.with(values(random, ROWS, of -> 5), 1).pValue() < 1e-9, "another constant");
    assertTrue(constant.with(values(random, ROWS, of -> 2), 1).pValue() < 1e-9, "another constant");
  }

  @Test
  void changesOfAllRowsShowBesideFewOfTheFit() {
    Random random = new Random(1);
    ColumnProfile normal = ColumnProfile.ofNumbers(values(random, 40, Random::nextGaussian));
    assertTrue(normal.with(values(random, 1_000, of -> 9), 1).pValue() < 1e-9, "higher");
    assertTrue(normal.with(values(random, 1_000, of -> Double.NaN), 1).pValue() < 1e-9, "missing");
    float[] names = values(random, 40, column("two names"));
    ColumnProfile known = ColumnProfile.ofNames(2, names);
    assertTrue(known.with(values(random, 1_000, of -> 7), 1).pValue() < 1e-9, "unseen");
    ColumnProfile one = ColumnProfile.ofNames(2, new float[40]);
    assertTrue(one.with(values(random, 1_000, of -> 1), 1).pValue() < 1e-9, "another name");
    int alarms = 0;
    for (int i = 0; i < 2_000; i++) {
      ColumnProfile few = ColumnProfile.ofNumbers(values(random, 40, Random::nextGaussian));
      alarms += few.with(values(random, 1_000, Random::nextGaussian), 1).pValue() <= 0.05 ? 1 : 0;
    }
    assertEquals(0.05, alarms / 2_000.0, 4 * Math.sqrt(0.05 * 0.95 / 2_000));
  }

  @Test
  void equalValuesAgreeWhollyAndShiftedOnesAreHigher() {
    float[] counts = values(new Random(1), REFERENCE, column("counts"));
    ColumnProfile profile = ColumnProfile.ofNumbers(counts);
    assertEquals(0.5, profile.with(counts, 1).higher(), 1e-12);
    assertEquals(1, profile.with(counts, 1).pValue(), 1e-12);
    assertEquals(1, ColumnProfile.ofNumbers(new float[] {1, 2}).with(new float[] {3}, 1).higher());
  }

  @Test
  void aProfileIsReadAsItWasWritten() {
    ColumnProfile profile = profile("skewed with gaps", new Random(1));
    assertEquals(profile, ColumnProfile.parse(profile.text()));
    ColumnProfile names = profile("two names", new Random(1));
    assertEquals(names, ColumnProfile.parse(names.text()));
  }

  private static final KolmogorovSmirnovTest OTHER = new KolmogorovSmirnovTest();
  private static final int[] SIZES = {1, 2, 3, 8, 25, 139, 140, 141, 500, 10_000};

  /** Multiples of a grain, so that samples have ties. */
  private static double[] numbers(int count, double grain, long seed) {
    return new Random(seed).doubles(count).map(x -> grain * Math.floor(x / grain)).toArray();
  }

  @Test
  void distancesAreTheLargestDifferences() {
    for (int size : SIZES) {
      for (double grain : new double[] {1e-9, 0.01}) {
        double[] one = numbers(size, grain, 1);
        double[] other = numbers(2 * size + 1, grain, 2);
        if (size > 1) { // the other library asks for two
          assertEquals(
              OTHER.kolmogorovSmirnovStatistic(new UniformRealDistribution(0, 1), one),
              Kolmogorov.distance(one),
              1e-15);
          assertEquals(
              OTHER.kolmogorovSmirnovStatistic(one, other), Kolmogorov.distance(one, other), 1e-15);
        }
      }
    }
  }

  @Test
  void pValuesOfUniformNumbersAreThoseOfTheDistribution() {
    for (int n : SIZES) {
      for (double scaled = 0.1; scaled < 4; scaled += 0.07) {
        double distance = scaled / Math.sqrt(n);
        String what = distance + " of " + n;
        assertEquals(1 - OTHER.cdf(distance, n), Kolmogorov.pValue(distance, n), 1e-12, what);
      }
    }
  }

  @Test
  void pValuesOfTwoSamplesAreThoseOfTheLimit() {
    assertEquals(1, Kolmogorov.pValue(0, 10, 20));
    for (double distance = 0.001; distance < 1; distance *= 1.3) {
      for (int n : SIZES) {
        assertEquals(
            OTHER.approximateP(distance, n, 2 * n + 1),
            Kolmogorov.pValue(distance, n, 2 * n + 1),
            1e-12,
            distance + " of " + n);
      }
    }
  }

  @Test
  void sumsOfSquaresHaveTheDistributionOfChiSquared() {
    for (int freedom : new int[] {1, 2, 3, 10, 61, 500}) {
      ChiSquaredDistribution other = new ChiSquaredDistribution(freedom);
      for (double x = 1e-6; x < 2_000; x *= 1.2) {
        assertEquals(
            other.cumulativeProbability(x),
            ChiSquared.cdf(x, freedom),
            1e-12,
            x + " of " + freedom);
      }
      assertEquals(0, ChiSquared.cdf(0, freedom));
      assertEquals(1, ChiSquared.cdf(1e30, freedom));
    }
  }

  @Test
  void normalNumbersHaveTheirDistribution() {
    NormalDistribution other = new NormalDistribution();
    for (double z = -40; z <= 40; z += 0.01) {
      assertEquals(other.cumulativeProbability(z), ChiSquared.normal(z), 1e-14, "" + z);
    }
  }

  @Test
  void standardErrorIsTheDeviationOverTheRootOfTheCount() {
    Mean mean = Mean.of(new float[] {1, 2, 3, 6});
    assertEquals(3, mean.value());
    assertEquals(Math.sqrt(14 / 3.0 / 4), mean.standardError(), 1e-15);
    assertEquals("3.000 ± 1.080", mean.toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, 1e-300})
  void numbersOfAnySizeHaveAMeanAndAnError(double unit) {
    Mean mean = Mean.of(new double[] {unit, 2 * unit, 3 * unit, 6 * unit});
    assertEquals(3, mean.value() / unit, 1e-12);
    assertEquals(Math.sqrt(14 / 3.0 / 4), mean.standardError() / unit, 1e-12);
    assertEquals(new Mean(0, 0), Mean.of(new double[3]));
  }

  @Test
  void whatRowsHaveInCommonCancelsInDifferences() {
    Mean gain = Mean.ofDifferences(new float[] {11, 102, 1003}, new float[] {10, 101, 1002});
    assertEquals(1, gain.value());
    assertEquals(0, gain.standardError());
  }

  @Test
  void rejectsTooFewRowsAndUnequalCounts() {
    Expect.rejected("got 1", () -> Mean.of(new float[] {1}));
    Expect.rejected("got 2 and 3", () -> Mean.ofDifferences(new float[2], new float[3]));
  }

  @Test
  void anEvenGridIsHalfAStepFromUniform() {
    double[] grid = IntStream.range(0, 1000).mapToDouble(i -> (i + 0.5) / 1000).toArray();
    Uniformity even = Uniformity.of("grid", grid);
    assertEquals(0.0005, even.distance(), 1e-12);
    assertEquals(1, even.pValue(), 1e-9);
  }

  /** Expected values: scipy.stats.kstest of SciPy 1.17, exact. */
  @Test
  void pValuesAreThoseOfTheExactDistribution() {
    Uniformity low = Uniformity.of("low", new double[] {0.1, 0.2, 0.3, 0.4, 0.5});
    assertEquals(0.5, low.distance(), 1e-12);
    assertEquals(0.112, low.pValue(), 1e-9);
    double[] spread = {0.02, 0.11, 0.35, 0.5, 0.55, 0.7, 0.91, 0.97};
    assertEquals(0.9665767289863989, Uniformity.of("spread", spread).pValue(), 1e-9);
  }

  @Test
  void aSmallShiftOfManyNumbersIsFound() {
    double[] shifted =
        IntStream.range(0, 10_000).mapToDouble(i -> 0.97 * (i + 0.5) / 10_000).toArray();
    Uniformity test = Uniformity.of("shifted", shifted);
    assertEquals(0.03, test.distance(), 1e-4);
    assertTrue(test.pValue() < 1e-6);
  }
}
