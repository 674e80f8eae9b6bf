package io.github.tfflows.tables.stacking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.FitOutcome;
import io.github.tfflows.tables.FittedTable;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mixtures of a flow and Gaussians of scaled rows, and their weights. */
@Tag("training")
class StackingTest {
  private static final String WEIGHT = "training.gaussians";

  private record Point(double size, double price) {}

  private record Named(double size, double price, String name) {}

  /** Logarithms that are Gaussian, of a correlation of 0.97. */
  private static List<Point> points(int count, long seed) {
    Random random = new Random(seed);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double size = random.nextGaussian();
      points.add(new Point(Math.exp(size), Math.exp(size + 0.25 * random.nextGaussian())));
    }
    return points;
  }

  private static TableSource table(long seed) {
    return TableSources.ofRecords("points", Point.class, points(200, seed));
  }

  private static TableFit fit(TableSource source) {
    return TableFit.of(source)
        .withFlow(
            FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE,
            usual -> new FlowFamily.Size(1, 8, usual.blocks(), usual.bins()))
        .withTraining(usual -> few(usual).withMembers(2));
  }

  private static Training few(Training usual) {
    return usual.withSteps(5).withHeldOut(0.2);
  }

  /** With noise of no column, since none has a step. */
  private static FittedTable fitted;

  @BeforeAll
  static void fitOnce() throws IOException {
    fitted = fit(table(1)).fitted();
  }

  @AfterAll
  static void close() {
    fitted.close();
  }

  private static boolean hasGaussians(TableModel model) {
    return model.distribution().description().entries().containsKey(WEIGHT);
  }

  @Test
  void gaussiansTakeTheWeightOfFlowsThatAreWorse() {
    String text = fitted.model().distribution().description().get(WEIGHT);
    assertTrue(text.matches("\\d+ Gaussians? beside each flow, with 0\\.9\\d\\d of .*"), text);
    float[] logProb = fitted.model().logProb(fitted.heldOut());
    double below = 0;
    for (int i = 0; i < logProb.length; i++) {
      below += (logProb(fitted.heldOut().x(), i) - logProb[i]) / logProb.length;
    }
    assertEquals(0, below, 0.1, "nats below the truth");
  }

  @Test
  void theOutcomeIsThatOfTheMixture() {
    FitOutcome outcome = fitted.outcome();
    double loss = outcome.validationLoss().orElseThrow();
    assertEquals(outcome.loss().orElseThrow(), loss, 1e-3, "no column has noise");
    double gaussian = outcome.gaussianLoss().orElseThrow();
    assertTrue(loss < gaussian - 0.1, loss + ", of a Gaussian of the raw columns " + gaussian);
    String warnings = String.join(", ", outcome.warnings());
    assertFalse(warnings.contains("Gaussian"), warnings);
  }

  private static double logProb(Rows rows, int row) {
    double size = Math.log(rows.values()[2 * row]);
    double price = Math.log(rows.values()[2 * row + 1]);
    double z = (price - size) / 0.25;
    return -Math.log(2 * Math.PI) - Math.log(0.25) - (size * size + z * z) / 2 - size - price;
  }

  /** By a sum over a grid of logarithms. */
  @Test
  void theDensityIntegratesToOne() {
    int cells = 400;
    double width = 16.0 / cells;
    float[][] rows = new float[cells * cells][];
    double[] logs = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double size = -8 + (Math.floorDiv(i, cells) + 0.5) * width;
      double price = -8 + (i % cells + 0.5) * width;
      rows[i] = new float[] {(float) Math.exp(size), (float) Math.exp(price)};
      logs[i] = size + price;
    }
    float[] logProb = fitted.model().logProb(Data.of(rows));
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += Math.exp(logProb[i] + logs[i]) * width * width;
    }
    assertEquals(1, sum, 2e-3);
  }

  @Test
  void drawsFollowTheDensityAndTheExportIsTheModel(@TempDir Path folder) throws IOException {
    TableModel model = fitted.model();
    float[][] draws = model.distribution().sample(4_000, 3);
    double[] logs = new double[2];
    double product = 0;
    for (float[] draw : draws) {
      double size = Math.log(draw[0]);
      double rest = Math.log(draw[1]) - size;
      logs[0] += size / draws.length;
      logs[1] += size * size / draws.length;
      product += rest * rest / draws.length;
    }
    assertEquals(0, logs[0], 0.2, "the mean");
    assertEquals(1, logs[1], 0.3, "the variance");
    assertEquals(0.0625, product, 0.03, "that of the logarithm of price over size");
    model.export(folder.resolve("model"));
    try (TableModel loaded = TableModel.load(folder.resolve("model"), Execution.defaults())) {
      Data rows = Data.of(draws);
      assertArrayEquals(model.logProb(rows), loaded.logProb(rows), 1e-5f);
      assertTrue(hasGaussians(loaded));
    }
  }

  @Test
  void aModelWithGaussiansIsTrainedFurther() throws IOException {
    TableModel model = fitted.model();
    try (TableModel further =
        TableFit.of(table(2)).startingFrom(model).withTraining(StackingTest::few).fit()) {
      assertEquals(
          model.distribution().weights().byName().keySet(),
          further.distribution().weights().byName().keySet());
    }
  }

  @Test
  void otherModelsHaveNone() throws IOException {
    List<Named> named =
        points(200, 1).stream()
            .map(p -> new Named(p.size, p.price, "a" + (int) (2 * p.size) % 3))
            .toList();
    List<TableFit> others =
        List.of(
            fit(TableSources.ofRecords("named", Named.class, named)).given("name"),
            fit(table(1)).without("size"),
            fit(TableSources.ofRecords("named", Named.class, named)));
    for (TableFit other : others) {
      try (TableModel model =
          other.withFlow(FlowFamily.NICE, usual -> new FlowFamily.Size(1, 8, 1, 8)).fit()) {
        assertFalse(
            hasGaussians(model), () -> model.distribution().description().get("definition"));
      }
    }
  }

  @Test
  void aFlowAloneHasThem() throws IOException {
    try (TableModel model =
        fit(table(1))
            .withTraining(usual -> few(usual).withMembers(1))
            .withFlow(FlowFamily.NICE, usual -> new FlowFamily.Size(1, 8, 1, 8))
            .fit()) {
      assertTrue(hasGaussians(model));
    }
  }

  /** Uniform rows on a square: a Gaussian has a part of its mass outside. */
  @Test
  void aFlowThatIsRightIsLeftAlone() {
    Random random = new Random(2);
    float[][] rows = new float[4_000][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {random.nextFloat(), random.nextFloat()};
    }
    TransformedDistribution flow =
        new TransformedDistribution(
            Uniform.cube(2, -0.5, 0.5), new Standardize(List.of(0.5, 0.5), List.of(1.0, 1.0)));
    Data.Split split = Data.of(rows).split(0.5, 0);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      Stacking.Part part = new Stacking.Part(model, split.training(), split.heldOut());
      assertTrue(Stacking.of(flow, List.of(part), 0).isEmpty());
    }
  }

  private static ScaledRows rows(double[][] rows, double... counts) {
    double[] all = new double[rows.length];
    Arrays.fill(all, 1);
    return new ScaledRows(rows, counts.length > 0 ? counts : all, new float[rows.length]);
  }

  private static double mean(FittedGaussians fitted, double[][] rows) {
    return Arrays.stream(rows).mapToDouble(fitted::logDensity).average().orElseThrow();
  }

  private static double[][] correlated(int count) {
    Random random = new Random(4);
    double[][] rows = new double[count][2];
    for (double[] row : rows) {
      row[0] = 1 + random.nextGaussian();
      row[1] = row[0] + 0.5 * random.nextGaussian();
    }
    return rows;
  }

  /** Its mean log-density at its own rows is that of a Gaussian of their covariance. */
  @Test
  void oneGaussianHasTheMomentsOfTheRows() {
    double[][] rows = correlated(500);
    FittedGaussians fitted = GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.COVARIANCE, 0);
    double[] sums = new double[5];
    for (double[] row : rows) {
      sums[0] += row[0] / 500;
      sums[1] += row[1] / 500;
      sums[2] += row[0] * row[0] / 500;
      sums[3] += row[1] * row[1] / 500;
      sums[4] += row[0] * row[1] / 500;
    }
    double covariance = sums[4] - sums[0] * sums[1];
    double determinant =
        (sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]) - covariance * covariance;
    double expected = -Math.log(2 * Math.PI) - Math.log(determinant) / 2 - 1;
    assertEquals(expected, mean(fitted, rows), 1e-4);
  }

  @Test
  void variancesAsPriorPullAwayFromTheCorrelation() {
    double[][] rows = correlated(12);
    double plain = mean(GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.COVARIANCE, 0), rows);
    double pulled = mean(GaussiansFit.of(rows(rows), 1, GaussiansFit.Prior.VARIANCES, 0), rows);
    assertTrue(pulled < plain - 0.01, pulled + " and " + plain);
  }

  @Test
  void heapsAreFound() {
    Random random = new Random(1);
    double[][] rows = new double[300][];
    for (int i = 0; i < rows.length; i++) {
      double centre = List.of(-2.0, 0.0, 2.0).get(i % 3);
      rows[i] =
          new double[] {centre + 0.1 * random.nextGaussian(), -centre + random.nextGaussian()};
    }
    FittedGaussians fitted = GaussiansFit.of(rows(rows), 3, GaussiansFit.Prior.COVARIANCE, 0);
    List<FittedGaussians.Part> parts =
        fitted.parts().stream()
            .sorted(Comparator.comparing(part -> part.shift()[0] / part.factor()[0][0]))
            .toList();
    for (int k = 0; k < 3; k++) {
      FittedGaussians.Part part = parts.get(k);
      assertEquals(2 * (k - 1), part.shift()[0] / part.factor()[0][0], 0.05, "the mean");
      assertEquals(1.0 / 3, Math.exp(part.logWeight()), 0.01, "the weight");
    }
  }

  @Test
  void aRowOfCountTwoIsTwoRows() {
    double[][] once = {{0, 1}, {1, 0}, {2, 5}};
    double[][] twice = {{0, 1}, {1, 0}, {2, 5}, {2, 5}};
    for (GaussiansFit.Prior prior : GaussiansFit.Prior.values()) {
      double[] at = {1.5, 2};
      double expected = GaussiansFit.of(rows(twice), 1, prior, 0).logDensity(at);
      assertEquals(
          expected, GaussiansFit.of(rows(once, 1, 1, 2), 1, prior, 0).logDensity(at), 1e-9);
    }
  }

  @Test
  void equalColumnsAndEqualRowsHaveAFiniteDensity() {
    double[][] rows = new double[40][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {i % 2, i % 2, i % 2};
    }
    for (GaussiansFit.Prior prior : GaussiansFit.Prior.values()) {
      for (int components : new int[] {1, 3}) {
        double mean = mean(GaussiansFit.of(rows(rows), components, prior, 0), rows);
        assertTrue(Double.isFinite(mean), () -> prior + ", " + components + ": " + mean);
      }
    }
  }

  private static double[] counts(int rows) {
    double[] counts = new double[rows];
    Arrays.fill(counts, 1);
    return counts;
  }

  /** The density of each row under one density is twice that under the other. */
  @Test
  void theMeanGradientIsTheSameForAllDensities() {
    double two = Math.log(2);
    double[][] rows = new double[1000][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = row < 600 ? new double[] {two, 0} : new double[] {0, two};
    }
    // The likelihood has its maximum where 600/(1 + w) = 400/(2 - w), that is at w = 0.8.
    assertArrayEquals(new double[] {0.8, 0.2}, MixtureWeights.of(rows, counts(1000)), 2e-3);
  }

  @Test
  void rowsCountByTheirWeights() {
    double[][] rows = {{2, 0}, {0, 2}, {0, 2}};
    double[][] repeated = {{2, 0}, {2, 0}, {2, 0}, {0, 2}, {0, 2}};
    assertArrayEquals(
        MixtureWeights.of(repeated, counts(5)), MixtureWeights.of(rows, 3, 1, 1), 1e-12);
  }

  @Test
  void densitiesThatAddLittleAreLeftOutButTheFirst() {
    double[][] rows = new double[200][];
    Arrays.fill(rows, new double[] {-9, 0, -9});
    double[] weights = MixtureWeights.of(rows, counts(200));
    assertEquals(0, weights[2]);
    assertEquals(1, weights[0] + weights[1], 1e-12);
    assertEquals(0.001, weights[0], 2e-4, "0.2 of 200.4 rows, and some");
  }

  @Test
  void aRowThatIsImpossibleUnderOneDensityHasThatOfTheOther() {
    double[][] rows = {{Double.NEGATIVE_INFINITY, 1}, {1, Double.NEGATIVE_INFINITY}};
    assertArrayEquals(new double[] {0.5, 0.5}, MixtureWeights.of(rows, counts(2)), 1e-9);
    double mean = MixtureWeights.meanLogDensity(rows, counts(2), 0.5, 0.5);
    assertEquals(1 - Math.log(2), mean, 1e-12);
  }
}
