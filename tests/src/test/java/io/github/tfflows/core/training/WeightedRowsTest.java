package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bayesian;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Objective;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.loop.HeldOutLoss;
import io.github.tfflows.core.training.loop.HeldOutRows;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fits to rows that count differently. */
@Tag("training")
class WeightedRowsTest {
  private static final int ROWS = 96;
  private static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(2), new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)));

  /** One whose layers estimate moments of the rows. */
  private static final Distribution NORMALIZED =
      new TransformedDistribution(
          StandardNormal.of(2),
          Chain.of(
              new BatchNorm(0.5, 1e-3), new Coupling(new Affine(), Mlp.of(16)), new ActNorm()));

  /**
   * With a large epsilon, Adam's steps are proportional to the gradient, so that a wrong factor
   * shows. Each batch has all rows, so that their order does not matter.
   */
  private static Training plainSteps(int rows, double rate, int threads) {
    return Training.defaults()
        .withSteps(5)
        .withBatchSize(rows)
        .withHeldOut(0)
        .withOptimization(
            new Optimization(
                new Adam(0.5, 0.5, 1e7, 0),
                Optional.empty(),
                LearningRate.constant(rate),
                Double.POSITIVE_INFINITY,
                0))
        .withExecution(
            Execution.defaults()
                .withDevice(Device.CPU)
                .withPrecision(Precision.FLOAT64)
                .withThreads(threads));
  }

  private static Training stochastic() {
    return Training.defaults()
        .withSteps(30)
        .withBatchSize(32)
        .withValidation(Validation.defaults().withEvery(10));
  }

  private static Data given(int count, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[count][2];
    float[][] context = new float[count][1];
    for (int i = 0; i < count; i++) {
      context[i][0] = (float) random.nextGaussian();
      x[i][0] = (float) (context[i][0] + random.nextGaussian());
      x[i][1] = (float) (x[i][0] * x[i][0] + 0.3 * random.nextGaussian());
    }
    return Data.of(x, context);
  }

  /** The first third of the weights are two, the others one. */
  private static float[] weights(double factor) {
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      weights[i] = (float) (factor * (i < ROWS / 3 ? 2 : 1));
    }
    return weights;
  }

  private static Weights fitted(Training recipe, Distribution flow, Data data) {
    return fitted(recipe, Objective.likelihood(flow), data);
  }

  private static Weights fitted(Training recipe, Objective flow, Data data) {
    try (CompiledDistribution model = recipe.fit(flow, data)) {
      return model.weights();
    }
  }

  private static void assertClose(Weights expected, Weights found) {
    expected
        .byName()
        .forEach(
            (name, array) ->
                assertArrayEquals(
                    array.values(), found.get(name, array.shape()).values(), 1e-9, name));
  }

  @Test
  void aRowOfWeightTwoCountsAsTwoRows() {
    int threads = 3;
    Data data = given(ROWS, 1);
    Data repeated = data.followedBy(data.slice(0, ROWS / 3));
    Weights expected = fitted(plainSteps(repeated.count(), 1e5, threads), FLOW, repeated);
    Training recipe = plainSteps(ROWS, 1e5, threads);
    assertClose(expected, fitted(recipe, FLOW, data.weighted(weights(1))));
    assertClose(expected, fitted(recipe, FLOW, data.weighted(weights(1000))));
    Weights alike = fitted(recipe, FLOW, data);
    double[] kernel = expected.get("bijector.conditioner.output.bias").values();
    double[] other = alike.get("bijector.conditioner.output.bias").values();
    double most =
        IntStream.range(0, kernel.length)
            .mapToDouble(i -> kernel[i] - other[i])
            .map(Math::abs)
            .max()
            .orElseThrow();
    assertTrue(most > 1e-5, "weights make no difference");
  }

  /** The divergence of its weights belongs to no row. */
  @Test
  void aNestedPosteriorCountsItsDivergenceOnce() {
    Data data = given(ROWS, 14);
    Data repeated = data.followedBy(data.slice(0, ROWS / 3));
    Distribution flow =
        new TransformedDistribution(
            new Bayesian(DiagonalNormal.trainable(2), 10, 1, 2), Permutation.reverse(2));
    Weights expected = fitted(plainSteps(repeated.count(), 1e5, 1), flow, repeated);
    assertClose(expected, fitted(plainSteps(ROWS, 1e5, 1), flow, data.weighted(weights(1000))));
  }

  @Test
  void momentsOfRowsAreWeightedToo() {
    Data data = given(ROWS, 12);
    Data repeated = data.followedBy(data.slice(0, ROWS / 3));
    Weights expected = fitted(plainSteps(repeated.count(), 1e5, 1), NORMALIZED, repeated);
    Training recipe = plainSteps(ROWS, 1e5, 1);
    assertClose(expected, fitted(recipe, NORMALIZED, data.weighted(weights(0.01))));
  }

  @Test
  void equalWeightsCountAsNone() {
    Data data = given(ROWS, 2);
    float[] sevens = new float[ROWS];
    Arrays.fill(sevens, 7);
    Training recipe = plainSteps(ROWS, 1e5, 1);
    assertClose(fitted(recipe, FLOW, data), fitted(recipe, FLOW, data.weighted(sevens)));
  }

  /** Also in the choice of the rows held out. */
  @Test
  void aRowOfWeightZeroIsAsAbsent() {
    Data data = given(400, 3);
    float[] weights = new float[400];
    for (int i = 0; i < 400; i++) {
      weights[i] = 1 + i % 4;
    }
    float[] with = Arrays.copyOf(weights, 500);
    Data far = Data.of(new float[100][2], new float[100][1]);
    Data both = data.followedBy(far).weighted(with);
    Weights expected = fitted(stochastic(), FLOW, data.weighted(weights));
    assertEquals(expected, fitted(stochastic(), FLOW, both));
    assertNotEquals(expected, fitted(stochastic(), FLOW, data));
  }

  /** A loss of its own: twice the negative log-likelihood. */
  private record Doubled(Distribution flow) implements Objective {
    @Override
    public Expr losses(GraphScope scope, Expr x) {
      return flow.logProb(scope, x).times(-2);
    }
  }

  @Test
  void ownLossesAreWeightedToo() {
    Data data = given(ROWS, 5).weighted(weights(1));
    assertClose(
        fitted(plainSteps(ROWS, 1e5, 1), FLOW, data),
        fitted(plainSteps(ROWS, 5e4, 1), new Doubled(FLOW), data));
  }

  /** Pieces of a source that leave a rest with weights for the pool after. */
  @Test
  void goesOnFromACheckpoint(@TempDir Path folder) {
    Data all = given(300, 6);
    float[] weights = new float[300];
    for (int i = 0; i < 300; i++) {
      weights[i] = i % 3;
    }
    Data weighted = all.weighted(weights);
    DataSource pieces =
        epoch -> IntStream.range(0, 3).mapToObj(i -> weighted.slice(100 * i, 100 * i + 100));
    Data heldOut = given(50, 7);
    Training recipe = stochastic().withBatchSize(30);
    Weights expected = fitted(recipe, pieces, heldOut, progress -> {});
    Training kept = recipe.withCheckpoints(folder, 5, 2);
    fitted(
        kept,
        pieces,
        heldOut,
        progress -> {
          if (progress.step() >= 15) {
            progress.stop();
          }
        });
    assertEquals(expected, fitted(kept, pieces, heldOut, progress -> {}));
  }

  private static Weights fitted(
      Training recipe, DataSource rows, Data heldOut, Consumer<Progress> listener) {
    try (CompiledDistribution model = recipe.fit(FLOW, rows, heldOut, listener)) {
      return model.weights();
    }
  }

  @Test
  void piecesHaveWeightsAllOrNone() {
    Data data = given(32, 8);
    float[] weights = new float[32];
    Arrays.fill(weights, 1);
    DataSource mixed = epoch -> Stream.of(epoch == 0 ? data : data.weighted(weights));
    Expect.rejected(
        "with every piece of the training data, or with none",
        () -> fitted(stochastic(), mixed, Data.none(), progress -> {}));
  }

  @Test
  void refusesRowsOfWhichNoneCounts() {
    Data none = given(50, 9).weighted(new float[50]);
    Expect.rejected("no rows with a weight above zero", () -> stochastic().fit(FLOW, none));
    Expect.rejected(
        "no rows with a weight above zero",
        () -> fitted(stochastic(), DataSource.of(none), Data.none(), progress -> {}));
    Expect.rejected("all of 50 are zero", none::withMeanWeightOne);
  }

  @Test
  void heldOutLossesAreWeightedMeans() {
    double[] losses = {4, 1, 100, 2, -100};
    Data rows = Data.of(Rows.of(new float[5], 1)).weighted(new float[] {1, 2, 1, 5, 1});
    HeldOutLoss loss = HeldOutLoss.ofRows(losses, rows);
    assertEquals((4 + 2 + 100 + 10 - 100) / 10.0, loss.mean(), 1e-12);
    assertEquals((4 + 2 + 10) / 8.0, loss.decisive(), 1e-12);
    assertEquals(HeldOutLoss.ofRows(losses), HeldOutLoss.ofRows(losses, Data.of(rows.x())));
    Data counting = rows.weighted(new float[] {1, 2, 0, 5, 0});
    assertEquals(3, new HeldOutRows(counting, Execution.defaults()).rows().count());
  }

  @Test
  void theReferenceIsWeightedToo() {
    Data data = given(90, 10);
    Data heldOut = given(40, 11);
    Data repeated = data.followedBy(data.slice(0, 30));
    float[] weights = Arrays.copyOf(weights(1), 90);
    Arrays.fill(weights, 30, 90, 1);
    HeldOutLoss expected = HeldOutLoss.ofGaussian(DataSource.of(repeated), heldOut).orElseThrow();
    HeldOutLoss found =
        HeldOutLoss.ofGaussian(DataSource.of(data.weighted(weights)), heldOut).orElseThrow();
    assertEquals(expected.mean(), found.mean(), 1e-9);
  }
}
