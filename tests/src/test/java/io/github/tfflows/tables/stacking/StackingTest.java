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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaussians beside flows that have hardly been trained. */
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
            fit(table(1)).withTraining(usual -> few(usual).withMembers(1)),
            fit(TableSources.ofRecords("named", Named.class, named)));
    for (TableFit other : others) {
      try (TableModel model = other.withFlow(FlowFamily.NICE).fit()) {
        assertFalse(
            hasGaussians(model), () -> model.distribution().description().get("definition"));
      }
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
}
