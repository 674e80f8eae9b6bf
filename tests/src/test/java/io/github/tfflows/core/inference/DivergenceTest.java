package io.github.tfflows.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Trainability;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.ndarray.Shape;

/** Losses of variational and simulation-based inference. */
class DivergenceTest {
  private static final Training RECIPE =
      Training.defaults()
          .withBatchSize(512)
          .withLearningRate(LearningRate.cosine(0.03))
          .withExecution(Execution.defaults().withPrecision(Precision.FLOAT64));

  /** {@code N(1, 1/4)} and {@code N(-2, 1/4)}, times {@code π/2}, which is their integral. */
  private static final LogDensity GAUSSIAN =
      (scope, x) ->
          x.minus(scope.constant(Shape.of(2), 1, -2)).times(2).square().sumEvent().times(-0.5);

  static Stream<Divergence> all() {
    return Stream.of(
        new Divergence.ReverseKl(),
        new Divergence.StickingTheLanding(),
        new Divergence.Renyi(0.5),
        new Divergence.Renyi(2),
        new Divergence.ImportanceWeighted(),
        new Divergence.ForwardKl());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFamilyThatHoldsTheTargetReachesIt(Divergence divergence) {
    Distribution family = DiagonalNormal.trainable(2);
    try (CompiledDistribution fitted =
        RECIPE.withSteps(1500).fitTo(family, GAUSSIAN, divergence, progress -> {})) {
      boolean isComparable = divergence.isComparable();
      String key = isComparable ? "training.held_out_loss" : "training.loss";
      double loss = Double.parseDouble(fitted.description().get(key));
      double logIntegral = Math.log(Math.PI / 2);
      double expected = divergence instanceof Divergence.ForwardKl ? logIntegral : -logIntegral;
      assertEquals(expected, loss, 0.01);
      double[] mean = fitted.weights().get("mean").values();
      double[] logScale = fitted.weights().get("log_scale").values();
      for (int i = 0; i < 2; i++) {
        assertEquals(i == 0 ? 1 : -2, mean[i], 0.02);
        assertEquals(Math.log(0.5), logScale[i], 0.04);
      }
    }
  }

  /** Draws differ in their densities' scores, whose mean alone vanishes at the optimum. */
  @Test
  void thePathGradientVanishesAtTheOptimum() {
    assertTrue(moved(new Divergence.StickingTheLanding()) <= 1e-12);
    assertTrue(moved(new Divergence.ImportanceWeighted()) <= 1e-12);
    assertTrue(moved(new Divergence.ReverseKl()) >= 1e-5);
  }

  private static double moved(Divergence divergence) {
    LogDensity standard = (scope, x) -> x.square().sumEvent().times(-0.5);
    Adam damped = new Adam(0.9, 0.999, 1, 0); // a step in proportion to its gradient
    Training recipe =
        RECIPE
            .withSteps(1)
            .withValidation(Validation.defaults().withHeldOut(0))
            .withOptimization(RECIPE.optimization().withAdam(damped));
    double[] largest = new double[1];
    recipe
        .fitTo(
            DiagonalNormal.trainable(2),
            standard,
            divergence,
            progress ->
                progress.weights().byName().values().stream()
                    .flatMap(array -> Arrays.stream(array.values()).boxed())
                    .forEach(value -> largest[0] = Math.max(largest[0], Math.abs(value))))
        .close();
    return largest[0];
  }

  /** Of two modes a Gaussian covers both, or one. */
  @Test
  void theForwardDivergenceCoversModesAndTheReverseSeeksThem() {
    assertEquals(Math.log(Math.sqrt(36 + 1)), logScale(new Divergence.ForwardKl(), 6), 0.1);
    assertEquals(0, logScale(new Divergence.ReverseKl(), 1), 0.1);
  }

  /**
   * The log-scale of a Gaussian that starts at {@code N(2, start²)} and approaches {@code (N(-6, 1)
   * + N(6, 1)) / 2}.
   */
  private static double logScale(Divergence divergence, double start) {
    LogDensity modes =
        (scope, x) -> {
          Expr one = x.minus(6).square().times(-0.5);
          Expr other = x.plus(6).square().times(-0.5);
          return one.max(other).plus(one.minus(other).abs().negated().exp().log1p()).sumEvent();
        };
    DiagonalNormal family =
        new DiagonalNormal(List.of(2.0), List.of(start), Trainability.TRAINABLE);
    try (CompiledDistribution fitted =
        RECIPE.withSteps(1500).fitTo(family, modes, divergence, progress -> {})) {
      return fitted.weights().get("log_scale").values()[0];
    }
  }

  /** {@code log mean w} of the same draws. */
  @Test
  void theImportanceWeightedBoundIsThatOfRenyisOrderZero() {
    double bound = firstLoss(new Divergence.ImportanceWeighted());
    assertEquals(firstLoss(new Divergence.Renyi(0)), bound, 1e-12);
    assertTrue(firstLoss(new Divergence.ReverseKl()) > bound + 0.1, "Jensen's gap");
  }

  private static double firstLoss(Divergence divergence) {
    double[] loss = new double[1];
    RECIPE
        .withSteps(1)
        .fitTo(
            DiagonalNormal.trainable(2),
            GAUSSIAN,
            divergence,
            progress -> loss[0] = progress.loss())
        .close();
    return loss[0];
  }

  @Test
  void heldParametersHaveNoGradient() {
    Divergence held =
        pair -> pair.logFlowHeld(pair.draws().stopGradient()).plus(pair.logFlowOfDraws().times(0));
    assertEquals(0, moved(held));
  }

  @Test
  void rejectsOrdersNumbersAndASingleAtom() {
    Expect.rejected("got 1.0", () -> new Divergence.Renyi(1));
    Expect.rejected("got -0.5", () -> new Divergence.Renyi(-0.5));
    Expect.rejected("got NaN", () -> new Divergence.Renyi(Double.NaN));
    Rows two = Rows.of(new float[][] {{1}, {2}});
    Expect.rejected("2 draws and 1 weights", () -> new WeightedDraws(two, new float[] {1}));
    Rows one = Rows.of(new float[][] {{1}});
    Expect.rejected("1 draws", () -> new WeightedDraws(one, new float[] {1}));
    Expect.rejected("got 1", () -> new Contrastive(StandardNormal.of(1), STANDARD, 1));
  }

  /** Two threads have 32 rows each of a batch of 64. */
  @Test
  void rejectsMoreAtomsThanRowsInAThread() {
    Training recipe = Training.defaults().withSteps(1).withBatchSize(64).withHeldOut(0);
    Contrastive loss = new Contrastive(DiagonalNormal.trainable(1), STANDARD, 33);
    Data data = Data.of(new float[64][1]);
    Expect.rejected(
        "at most 32 atoms, the rows of a batch in one thread, got 33",
        () -> recipe.withExecution(Execution.defaults().withThreads(2)).fit(loss, data));
    recipe.withExecution(Execution.defaults().withThreads(1)).fit(loss, data).close();
  }

  /** Weights 1, 3 and 4, whose mean is 8/3 and whose variance is 7/3. */
  @Test
  void areEstimatesByTheirFormulas() {
    Rows x = Rows.of(new float[][] {{1}, {2}, {5}});
    float[] logs = {100, (float) (100 + Math.log(3)), (float) (100 + Math.log(4))};
    WeightedDraws draws = new WeightedDraws(x, logs);
    assertEquals(100 + Math.log(8 / 3.0), draws.logIntegral().value(), 1e-5);
    assertEquals(Math.sqrt(7 / 9.0) / (8 / 3.0), draws.logIntegral().standardError(), 1e-5);
    assertEquals(64 / 26.0, draws.effectiveCount(), 1e-5);
    assertEquals(27 / 8.0, draws.mean(row -> row[0]), 1e-5);
  }

  private static final LogDensity STANDARD = (scope, x) -> x.square().sumEvent().times(-0.5);

  @Test
  void theLossIsThatOfTheFormula() {
    LogDensity prior = (scope, x) -> x.times(0.1).sumEvent();
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 1));
      Expr loss = new Contrastive(StandardNormal.of(1), prior, 3).losses(bench.scope(), x);
      double[] points = {0.3, -1, 2, 0.5};
      Values found = bench.fetch(loss, Map.of("x", Values.rows(Shape.of(1), points)));
      for (int i = 0; i < points.length; i++) {
        double sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += ratio(points[(i + j) % points.length]);
        }
        assertEquals(Math.log(sum / ratio(points[i])), found.at(i), 1e-12);
      }
    }
  }

  private static double ratio(double x) {
    return Math.exp(-x * x / 2 - 0.1 * x);
  }
}
