package io.github.tfflows.core.training.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.Quantized;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.training.Training;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.ndarray.Shape;

/** Held-out losses, those of Gaussians, and the review of a training by them. */
class TrainingReviewTest {
  private static double[] losses(int count, double last) {
    double[] losses = IntStream.range(0, count).mapToDouble(i -> i % 5).toArray();
    losses[count - 1] = last;
    return losses;
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 1e30, -1e30, Double.POSITIVE_INFINITY, Double.NaN})
  void oneRowDecidesNothing(double last) {
    HeldOutLoss without = HeldOutLoss.ofRows(losses(500, 2));
    HeldOutLoss loss = HeldOutLoss.ofRows(losses(500, last));
    assertTrue(loss.isFinite());
    assertEquals(without.decisive(), loss.decisive(), 0.01);
    assertEquals(Arrays.stream(losses(500, last)).average().orElseThrow(), loss.mean(), 0);
  }

  @Test
  void aHundredthIsSetAsideAtEitherEnd() {
    double[] losses = {9, -9, 1, 2, 3};
    assertEquals(new HeldOutLoss(1.2, 2), HeldOutLoss.ofRows(losses));
    double[] many =
        IntStream.range(0, 200).mapToDouble(i -> i < 2 ? 1000 : i < 4 ? 1 : 0).toArray();
    assertEquals(2 / 196.0, HeldOutLoss.ofRows(many).decisive(), 1e-12);
    assertEquals(new HeldOutLoss(5, 5), HeldOutLoss.ofRows(new double[] {1, 9}));
  }

  @Test
  void manyRowsThatAreNotFiniteShow() {
    assertFalse(HeldOutLoss.ofRows(new double[] {1, 2, Double.NaN, Double.NaN}).isFinite());
  }

  @Test
  void allDrawsDecide() {
    assertEquals(new HeldOutLoss(4, 4), HeldOutLoss.ofDraws(new double[] {0, 0, 0, 16}));
  }

  @Test
  void aFiniteLossIsBelowOneThatIsNot() {
    HeldOutLoss finite = HeldOutLoss.ofDraws(new double[] {1});
    HeldOutLoss none = HeldOutLoss.ofDraws(new double[] {Double.NaN});
    assertTrue(finite.isBelow(none));
    assertFalse(finite.isBelow(finite));
    assertTrue(finite.isBelow(HeldOutLoss.ofDraws(new double[] {2})));
  }

  private static final int ROWS = 20_000;

  /** Three correlated columns far from zero, {@code x₃ = x₁ + x₂ + ε/10}, and a context. */
  private static Data rows(int count, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[count][3];
    float[][] context = new float[count][1];
    for (int i = 0; i < count; i++) {
      context[i][0] = (float) (5 + random.nextGaussian());
      x[i][0] = (float) (1000 + 2 * random.nextGaussian());
      x[i][1] = (float) (3 * context[i][0] + 0.5 * random.nextGaussian());
      x[i][2] = (float) (x[i][0] - 1000 + x[i][1] + 0.1 * random.nextGaussian());
    }
    return Data.of(x, context);
  }

  private static double entropy(double... deviations) {
    double sum = 0;
    for (double deviation : deviations) {
      sum += Math.log(deviation) + (1 + Math.log(2 * Math.PI)) / 2;
    }
    return sum;
  }

  @Test
  void aGaussianHasTheConditionalEntropyOfCorrelatedColumns() {
    Data training = rows(ROWS, 1);
    Optional<HeldOutLoss> loss = HeldOutLoss.ofGaussian(DataSource.of(training), rows(ROWS, 2));
    assertEquals(entropy(2, 0.5, 0.1), loss.orElseThrow().mean(), 0.03);
  }

  @Test
  void aGaussianHasTheEntropyWithoutTheContext() {
    Data training = Data.of(rows(ROWS, 1).x());
    Optional<HeldOutLoss> loss =
        HeldOutLoss.ofGaussian(DataSource.of(training), Data.of(rows(ROWS, 2).x()));
    assertEquals(entropy(2, Math.hypot(3, 0.5), 0.1), loss.orElseThrow().mean(), 0.03);
  }

  @Test
  void equalColumnsHaveOneTooAndNoRowsHaveNone() {
    float[][] equal = new float[100][2];
    Random random = new Random(3);
    for (float[] row : equal) {
      row[0] = (float) random.nextGaussian();
      row[1] = row[0];
    }
    DataSource training = DataSource.of(Data.of(equal));
    assertTrue(HeldOutLoss.ofGaussian(training, Data.of(equal)).orElseThrow().isFinite());
    assertEquals(Optional.empty(), HeldOutLoss.ofGaussian(training, Data.none()));
  }

  @Test
  void constantsHaveNoneButMayBeInTheContext() {
    Data data = rows(100, 5);
    Rows constant = new Rows(new float[100], Shape.of(1), 100);
    Data entry = new Data(data.x().beside(constant), data.context());
    Data context = new Data(data.x(), constant.beside(data.context()));
    assertEquals(Optional.empty(), HeldOutLoss.ofGaussian(DataSource.of(entry), entry));
    assertEquals(
        HeldOutLoss.ofGaussian(DataSource.of(data), data).orElseThrow().mean(),
        HeldOutLoss.ofGaussian(DataSource.of(context), context).orElseThrow().mean());
  }

  @Test
  void aModelTellsItsLossAndThatOfTheGaussian() {
    Data data = Data.of(rows(2_000, 4).x());
    try (var fitted = Training.defaults().withSteps(20).fit(DiagonalNormal.trainable(3), data)) {
      double gaussian = Double.parseDouble(fitted.description().get("training.gaussian_loss"));
      assertEquals(entropy(2, Math.hypot(3, 0.5), 0.1), gaussian, 0.2);
      String warnings = fitted.description().get("training.warnings");
      assertTrue(warnings.contains("far from the initial flow"), warnings);
      assertTrue(warnings.contains("no better than a Gaussian"), warnings);
    }
  }

  @Test
  void aModelOfIntegersIsNotComparedWithAGaussian() {
    Data data = Data.of(rows(200, 4).x());
    Quantized flow = Quantized.of(DiagonalNormal.trainable(3));
    try (var fitted = Training.defaults().withSteps(20).fit(flow, data)) {
      assertFalse(fitted.description().entries().containsKey("training.gaussian_loss"));
    }
  }

  private static HeldOutLoss loss(double value) {
    return new HeldOutLoss(value, value);
  }

  private static List<String> warnings(double initial, double best, int bestStep, double gaussian) {
    Optional<TrainingReview.Reference> reference =
        Optional.of(new TrainingReview.Reference(loss(gaussian), 2));
    return new TrainingReview(loss(initial), loss(best), bestStep, 500, 10, reference).warnings();
  }

  private static void assertWarns(String expected, List<String> warnings) {
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains(expected), warnings::toString);
  }

  @Test
  void aGoodTrainingHasNone() {
    assertEquals(List.of(), warnings(3, 1, 300, 2));
    assertEquals(List.of(), warnings(7, 1, 300, 2)); // of two features
  }

  @Test
  void aFlowWorseThanAGaussianIsNamedWithBothLosses() {
    List<String> warnings = warnings(3, 2.5, 300, 2);
    assertWarns("no better than a Gaussian", warnings);
    assertTrue(warnings.get(0).contains("2.500") && warnings.get(0).contains("2.000"));
  }

  @Test
  void theLossesThatDecideAreNamed() {
    HeldOutLoss best = new HeldOutLoss(1.779, 1.811);
    var gaussian = new TrainingReview.Reference(new HeldOutLoss(1.8, 1.806), 2);
    List<String> warnings =
        new TrainingReview(loss(3), best, 300, 500, 10, Optional.of(gaussian)).warnings();
    assertWarns("is 1.811 nats a row", warnings);
    assertWarns("rows 1.806, both without the most extreme rows", warnings);
  }

  @Test
  void dataFarFromTheFlowAreNamed() {
    assertWarns("far from the initial flow", warnings(9, 1, 300, 2));
  }

  @Test
  void theFirstValidationAndTheInitialWeightsAreNamed() {
    assertWarns("first validation, at step 10", warnings(3, 1, 10, 2));
    assertWarns("has its initial weights", warnings(1, 1, 0, 2));
    var onlyOne = new TrainingReview(loss(3), loss(1), 10, 10, 10, Optional.empty());
    assertEquals(List.of(), onlyOne.warnings());
  }
}
