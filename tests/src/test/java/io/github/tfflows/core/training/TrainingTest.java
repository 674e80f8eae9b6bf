package io.github.tfflows.core.training;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.inference.Divergence;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.core.training.step.BatchLoss;
import io.github.tfflows.core.training.step.Packing;
import io.github.tfflows.core.training.step.Shares;
import io.github.tfflows.testing.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.ndarray.Shape;

@Tag("training")
class TrainingTest {
  private static final Training QUICK =
      Training.defaults()
          .withSteps(200)
          .withBatchSize(64)
          .withLearningRate(LearningRate.cosine(1e-2))
          .withValidation(Validation.defaults().withEvery(50));

  private static final Distribution FLOW =
      couplings(new ActNorm(), new Coupling(new Affine(), Mlp.of(16)));

  private static final Distribution SPLINES =
      couplings(new ActNorm(), new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)));

  private static Distribution couplings(Bijector first, Bijector coupling) {
    return new TransformedDistribution(
        StandardNormal.of(2), Chain.of(first, coupling, Permutation.reverse(2), coupling));
  }

  @Test
  void equalSeedsGiveEqualWeightsBitForBit() {
    float[][] data = banana(500, 1);
    try (CompiledDistribution one = QUICK.fit(FLOW, data);
        CompiledDistribution same = QUICK.fit(FLOW, data);
        CompiledDistribution other = QUICK.withSeed(1).fit(FLOW, data)) {
      assertEquals(one.weights(), same.weights());
      assertNotEquals(one.weights(), other.weights());
    }
  }

  @Test
  void sharesOfABatchTrainToTheWeightsOfTheWhole() {
    assertSharesTrainAsTheWhole(SPLINES, Compilation.NONE);
  }

  @Test
  void sharesMoveAVectorOfWeightsEach() {
    Distribution wide =
        couplings(Permutation.reverse(2), new Coupling(new Affine(), Mlp.of(128, 128)));
    Weights start = Initialization.of(wide, 0, 0, Execution.defaults());
    assertEquals(3, Packing.of(start, name -> true).cut(3).size());
    assertSharesTrainAsTheWhole(wide, Compilation.NONE);
    assertSharesTrainAsTheWhole(wide, Compilation.XLA);
  }

  private static void assertSharesTrainAsTheWhole(Distribution flow, Compilation compilation) {
    float[][] data = banana(500, 3);
    Execution execution =
        Execution.defaults()
            .withDevice(Device.CPU)
            .withPrecision(Precision.FLOAT64)
            .withCompilation(compilation);
    List<Double> losses = new ArrayList<>();
    // With a large epsilon, Adam's steps are proportional to the gradient: a wrong factor shows.
    Training recipe =
        QUICK
            .withBatchSize(96)
            .withSteps(5)
            .withOptimization(
                new Optimization(
                    new Adam(0.5, 0.5, 1e3, 1e-3),
                    Optional.empty(),
                    LearningRate.constant(10),
                    Double.POSITIVE_INFINITY,
                    0.9))
            .withValidation(Validation.defaults().withEvery(1));
    Consumer<Progress> listener = progress -> losses.add(progress.loss());
    try (CompiledDistribution whole =
            recipe.withExecution(execution.withThreads(1)).fit(flow, Data.of(data), listener);
        CompiledDistribution shares =
            recipe.withExecution(execution.withThreads(3)).fit(flow, Data.of(data), listener)) {
      whole.weights().byName().forEach((name, array) -> assertClose(name, array, shares));
      assertNotEquals(whole.weights(), shares.weights(), "sums in another order");
    }
    assertEquals(10, losses.size());
    for (int step = 0; step < 5; step++) {
      assertEquals(losses.get(step), losses.get(step + 5), 1e-9, "loss of step " + step);
    }
  }

  private static void assertClose(String name, Weights.Array array, CompiledDistribution other) {
    double[] values = other.weights().get(name, array.shape()).values();
    assertArrayEquals(array.values(), values, 1e-9, name);
  }

  @Test
  void heldOutRowsInPartsHaveTheLossOfTheWhole() {
    Distribution fixed = DiagonalNormal.trainable(2);
    Data heldOut = Data.of(banana(301, 4));
    List<Double> losses = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      Execution execution =
          Execution.defaults()
              .withDevice(Device.CPU)
              .withPrecision(Precision.FLOAT64)
              .withThreads(threads);
      QUICK
          .withSteps(1)
          .withExecution(execution)
          .fit(
              fixed,
              DataSource.of(Data.of(banana(64, 5))),
              heldOut,
              progress -> losses.add(progress.heldOutLoss().orElseThrow()))
          .close();
    }
    assertEquals(losses.get(0), losses.get(1), 1e-12);
  }

  @Test
  void drawsOfVariationalInferenceAreNotShared() {
    LogDensity target = (scope, x) -> x.square().times(-0.5).sumEvent();
    BatchLoss loss =
        new BatchLoss.Variational(
            DiagonalNormal.trainable(2), target, new Divergence.ReverseKl(), 512);
    Execution four = Execution.defaults().withDevice(Device.CPU).withThreads(4);
    assertEquals(new Shares(1), loss.shares(512, four));
  }

  @Test
  void returnedWeightsAreThoseOfTheBestHeldOutLoss() {
    Data data = Data.of(banana(300, 3));
    List<Progress> reports = new ArrayList<>();
    Training recipe =
        QUICK.withSteps(600).withValidation(Validation.defaults().withHeldOut(0.5).withEvery(20));
    try (CompiledDistribution fitted = recipe.fit(SPLINES, data, reports::add)) {
      Data heldOut = data.split(0.5, recipe.seed()).heldOut();
      double returned = Double.parseDouble(fitted.description().get("training.held_out_loss"));
      assertEquals(returned, -mean(fitted.logProb(heldOut.x())), 1e-4);
      double[] losses = reports.stream().mapToDouble(p -> p.heldOutLoss().orElseThrow()).toArray();
      assertTrue(DoubleStream.of(losses).anyMatch(loss -> loss == returned));
      // The trimmed mean decides, so that the mean can be a little above its lowest.
      assertEquals(DoubleStream.of(losses).min().orElseThrow(), returned, 0.02);
    }
  }

  @Test
  void trainingStopsEarlyOnceNothingImproves() {
    Training recipe =
        QUICK
            .withSteps(100_000)
            .withLearningRate(LearningRate.constant(0.05))
            .withValidation(Validation.defaults().withEvery(10).withPatience(5));
    try (CompiledDistribution fitted = recipe.fit(DiagonalNormal.trainable(2), banana(400, 4))) {
      String end = fitted.description().get("training.end");
      assertTrue(end.startsWith("early: no improvement since step "), end);
    }
  }

  @Test
  void nonFiniteLossKeepsTheBestWeightsAndNamesTheStep() {
    LearningRate explodes = (step, steps) -> step < 100 ? 1e-2 : 1e30;
    try (CompiledDistribution fitted = QUICK.withLearningRate(explodes).fit(FLOW, banana(500, 5))) {
      String end = fitted.description().get("training.end");
      assertTrue(end.matches("training stopped at step 1\\d\\d: the .*loss is .*"), end);
      int best = Integer.parseInt(fitted.description().get("training.best_step"));
      assertTrue(best == 50 || best == 100, "the last validations before it, got " + best);
      for (float value : fitted.logProb(banana(100, 6))) {
        assertTrue(Float.isFinite(value));
      }
    }
  }

  @Test
  void nonFiniteLossBeforeAnyImprovementIsAnError() {
    Training recipe = QUICK.withLearningRate(LearningRate.constant(1e30));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> recipe.fit(FLOW, banana(500, 5)));
    assertTrue(
        String.valueOf(e.getMessage()).matches("training stopped at step \\d+: .*"),
        e.getMessage());
  }

  /** The last learning rate is infinite in single precision. */
  @Test
  void weightsThatAreNotFiniteAreNeverReturned() {
    LearningRate last = (step, steps) -> step < steps - 1 ? 1e-3 : 1e300;
    Training recipe = QUICK.withHeldOut(0).withLearningRate(last);
    try (CompiledDistribution fitted = recipe.fit(FLOW, banana(500, 5))) {
      assertTrue(fitted.weights().areFinite());
      String end = fitted.description().get("training.end");
      assertEquals("training stopped at step 200: a weight is not finite", end);
    }
  }

  @Timeout(30)
  @Test
  void noTrainingRowsAreAnErrorAndNotAHang() {
    Data none = Data.of(new Rows(new float[0], Shape.of(2), 0));
    Expect.rejected("no rows", () -> QUICK.fit(FLOW, none));
    Expect.rejected(
        "the held-out fraction 0.9 of 2 rows is all of them; expected at least one for training",
        () -> QUICK.withHeldOut(0.9).fit(FLOW, new float[2][2]));
  }

  @Test
  void dataMayBeStreamedInPieces() {
    Data data = Data.of(banana(1000, 8));
    AtomicInteger opened = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    DataSource pieces =
        epoch -> {
          opened.incrementAndGet();
          return Stream.of(data.slice(0, 300), data.slice(300, 310), data.slice(310, 1000))
              .onClose(closed::incrementAndGet);
        };
    try (CompiledDistribution fitted = QUICK.fit(FLOW, pieces, Data.none())) {
      assertTrue(opened.get() >= 12, "200 batches of 64 need 13 passes, got " + opened);
      assertEquals(opened.get(), closed.get());
      assertTrue(mean(fitted.logProb(data.x())) > untrained(data.x()) + 0.5);
    }
  }

  @Test
  void dataDependentParametersAreSetFromTheFirstBatchLinkByLink() {
    Data data = Data.of(banana(64, 13));
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(2), Chain.of(new ActNorm(), Permutation.reverse(2), new ActNorm()));
    Training still =
        QUICK.withSteps(1).withHeldOut(0).withLearningRate(LearningRate.constant(1e-12));
    try (CompiledDistribution fitted = still.fit(flow, data)) {
      double[] shift = fitted.weights().get("bijector.2_act_norm.shift").values();
      float[][] rows = data.x().toArrays();
      assertEquals(column(rows, 0).average().orElseThrow(), shift[0], 1e-5);
      assertEquals(column(rows, 1).average().orElseThrow(), shift[1], 1e-5);
      for (double value : fitted.weights().get("bijector.0_act_norm.log_scale").values()) {
        assertEquals(0, value, 1e-5, "the link before sees what is normalized already");
      }
    }
  }

  @Test
  void xlaAndDoublePrecisionTrainToTheSameLoss() {
    float[][] data = banana(500, 10);
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(2), new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)));
    Execution execution = Execution.defaults();
    // With a small epsilon Adam's first steps follow the signs of gradients, even of rounding
    // errors.
    Training five =
        QUICK
            .withSteps(5)
            .withOptimization(QUICK.optimization().withAdam(new Adam(0.9, 0.999, 1e-2, 0)));
    try (CompiledDistribution plain = five.fit(flow, data);
        CompiledDistribution xla =
            five.withExecution(execution.withCompilation(Compilation.XLA)).fit(flow, data);
        CompiledDistribution wide =
            five.withExecution(execution.withPrecision(Precision.FLOAT64)).fit(flow, data)) {
      assertEquals(mean(plain.logProb(data)), mean(xla.logProb(data)), 1e-5);
      assertEquals(mean(plain.logProb(data)), mean(wide.logProb(data)), 1e-5);
    }
  }

  @Test
  void unsuitableDataAreRefusedBeforeTraining() {
    float[][] data = banana(100, 11);
    data[17][1] = Float.NaN;
    Expect.rejected("NaN in row 17, column 1", () -> QUICK.fit(FLOW, data));
    Expect.rejected("rows of shape [3]", () -> QUICK.fit(FLOW, new float[50][3]));
    Expect.rejected("no rows", () -> QUICK.fit(FLOW, epoch -> Stream.empty(), Data.none()));
    DataSource sound = DataSource.of(Data.of(banana(100, 1)));
    Expect.rejected(
        "in the held-out data, got NaN in row 17", () -> QUICK.fit(FLOW, sound, Data.of(data)));
    Data conditional = Data.of(banana(100, 1), new float[100][2]);
    Expect.rejected(
        "context of 0 columns",
        () -> QUICK.fit(FLOW, DataSource.of(conditional), Data.of(banana(100, 1))));
  }

  @Test
  void impossibleRecipesAreRefused() {
    Expect.rejected("got 0", () -> QUICK.withSteps(0));
    Expect.rejected("rows must be at least 1, got 0", () -> Training.forData(0, 3));
    Expect.rejected("members must be at least 1, got 0", () -> QUICK.withMembers(0));
    Expect.rejected("got -1.0", () -> Optimization.defaults().withClipNorm(-1));
    Expect.rejected("got 1.0", () -> Optimization.defaults().withAveraging(1));
    Expect.rejected("got 1.0", () -> QUICK.withHeldOut(1));
    Expect.rejected(
        "patience must be at least 1, got 0", () -> Validation.defaults().withPatience(0));
    Expect.rejected("batchSize must be at least 1, got 0", () -> QUICK.withBatchSize(0));
    Expect.rejected("got 0.0", () -> Optimization.defaults().withClipNorm(0));
    Expect.rejected("got -0.1", () -> Optimization.defaults().withAveraging(-0.1));
    Expect.rejected("got -0.1", () -> QUICK.withHeldOut(-0.1));
    Expect.rejected("every must be at least 1, got 0", () -> Validation.defaults().withEvery(0));
    Expect.rejected("1.5", () -> new Adam(1.5, 0.9, 1e-8, 0));
    Expect.rejected("-0.5", () -> new Adam(0.9, -0.5, 1e-8, 0));
    Expect.rejected("beta2 must be in [0, 1), got 1.0", () -> new Adam(0.9, 1, 1e-8, 0));
    Expect.rejected("0.0", () -> new Adam(0.9, 0.9, 0, 0));
    Expect.rejected("-1.0", () -> new Adam(0.9, 0.9, 1e-8, -1));
    Expect.rejected("Infinity", () -> new Adam(0.9, 0.9, 1e-8, Double.POSITIVE_INFINITY));
    Expect.rejected("got 1.0", () -> new Muon(1, 0.4, Muon.Kernels.ALL));
    Expect.rejected("got -0.5", () -> new Muon(-0.5, 0.4, Muon.Kernels.ALL));
    Expect.rejected("got 0.0", () -> new Muon(0.9, 0, Muon.Kernels.ALL));
  }

  @Test
  void theEndsOfTheirRangesAreAllowed() {
    Training least = QUICK.withSteps(1).withBatchSize(1);
    Validation always = Validation.defaults().withHeldOut(0).withEvery(1).withPatience(1);
    assertEquals(1, least.steps());
    assertEquals(1, least.batchSize());
    assertEquals(new Validation(0, 1, 1), least.withValidation(always).validation());
    assertEquals(0, Optimization.defaults().withAveraging(0).averaging());
    assertEquals(0, new Adam(0, 0, 1e-8, 0).beta1());
  }

  @ParameterizedTest
  @CsvSource({
    "20, 4, 400, 16, 3, false",
    "999, 4, 502, 199, 3, false",
    "7999, 4, 3000, 256, 1, false",
    "8000, 4, 1800, 256, 1, true",
    "40000, 4, 3593, 256, 1, true",
    "1000000, 4, 6000, 256, 1, true"
  })
  void theSizeOfATableDeterminesItsTraining(
      int rows, int columns, int steps, int batch, int members, boolean isByMuon) {
    Training usual = Training.forData(rows, columns);
    assertEquals(steps, usual.steps());
    assertEquals(batch, usual.batchSize());
    assertEquals(members, usual.members());
    assertEquals(isByMuon, usual.optimization().muon().isPresent());
    assertEquals(steps / 50, usual.validation().every());
    assertEquals(Math.min(2, 600.0 / rows), usual.optimization().adam().weightDecay(), 1e-12);
  }

  /** A rate that single precision rounds to zero improves nothing. */
  @Test
  void patienceIsCountedInValidations() {
    List<Integer> reported = new ArrayList<>();
    Training recipe =
        QUICK
            .withSteps(100_000)
            .withLearningRate(LearningRate.constant(1e-300))
            .withValidation(Validation.defaults().withEvery(10).withPatience(3));
    try (CompiledDistribution fitted =
        recipe.fit(
            DiagonalNormal.trainable(2),
            Data.of(banana(200, 4)),
            progress -> reported.add(progress.step()))) {
      assertEquals("30", fitted.description().get("training.steps"));
      assertEquals("0", fitted.description().get("training.best_step"));
      assertEquals(
          "early: no weights were better than the initial ones",
          fitted.description().get("training.end"));
      assertEquals(List.of(10, 20, 30), reported);
    }
  }

  /** Every second validation improves. */
  @Test
  void onlyConsecutiveValidationsCount() {
    LearningRate everySecond = (step, steps) -> step / 10 % 2 == 0 ? 0 : 0.01;
    Training recipe =
        QUICK
            .withSteps(60)
            .withLearningRate(everySecond)
            .withValidation(Validation.defaults().withEvery(10).withPatience(2));
    try (CompiledDistribution fitted =
        recipe.fit(DiagonalNormal.trainable(2), Data.of(banana(200, 4)))) {
      assertEquals("60", fitted.description().get("training.best_step"));
    }
  }

  @Test
  void reportsNameTheBestStepSoFar() {
    Training recipe =
        QUICK
            .withSteps(5000)
            .withLearningRate((step, steps) -> step < 1000 ? 1e-3 : 0)
            .withValidation(Validation.defaults().withEvery(500).withPatience(2));
    Map<Integer, Integer> best = new TreeMap<>();
    try (CompiledDistribution fitted =
        recipe.fit(
            DiagonalNormal.trainable(2),
            Data.of(banana(200, 4)),
            progress -> best.put(progress.step(), progress.bestStep()))) {
      assertEquals(0, best.get(450));
      assertEquals(500, best.get(950));
      assertEquals(1000, best.get(2000));
      assertEquals("1000", fitted.description().get("training.best_step"));
      assertEquals(
          "early: no improvement since step 1,000", fitted.description().get("training.end"));
    }
  }

  @Test
  void aListenerStopsTrainingAfterTheStepAndKeepsItsWeights() {
    List<Weights> seen = new ArrayList<>();
    Training recipe = QUICK.withSteps(1000).withValidation(Validation.defaults().withEvery(500));
    try (CompiledDistribution fitted =
        recipe.fit(
            DiagonalNormal.trainable(2),
            Data.of(banana(200, 4)),
            progress -> {
              if (progress.step() >= 40) { // between two validations
                seen.add(progress.weights());
                progress.stop();
              }
            })) {
      assertEquals("40", fitted.description().get("training.steps"));
      assertEquals("40", fitted.description().get("training.best_step"));
      assertEquals("stopped by its listener", fitted.description().get("training.end"));
      assertEquals(1, seen.size());
      assertEquals(seen.get(0).get("mean"), fitted.weights().get("mean"));
    }
  }

  @Test
  void reportsComeAHundredTimesAtValidationsAndAtTheEnd() {
    List<Progress> reports = new ArrayList<>();
    Training recipe =
        QUICK.withSteps(205).withValidation(Validation.defaults().withHeldOut(0).withEvery(51));
    try (CompiledDistribution fitted =
        recipe.fit(DiagonalNormal.trainable(2), Data.of(banana(200, 4)), reports::add)) {
      assertEquals("205", fitted.description().get("training.best_step"));
    }
    List<Integer> expected =
        IntStream.rangeClosed(1, 205)
            .filter(step -> step % 2 == 0 || step % 51 == 0 || step == 205)
            .boxed()
            .toList();
    assertEquals(expected, reports.stream().map(Progress::step).toList());
    double before = 0;
    for (Progress report : reports) {
      assertEquals(
          recipe.optimization().learningRate().at(report.step() - 1, 205), report.learningRate());
      assertTrue(report.seconds() >= before && report.seconds() < 600, report::toString);
      assertTrue(report.loss() > 0 && report.loss() < 10, report::toString);
      before = report.seconds();
    }
  }

  private static double untrained(Rows x) {
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
      return mean(model.logProb(x));
    }
  }

  private static DoubleStream column(float[][] rows, int column) {
    return Stream.of(rows).mapToDouble(row -> row[column]);
  }

  /** A bent Gaussian, off the origin. */
  static float[][] banana(int n, long seed) {
    Random random = new Random(seed);
    float[][] x = new float[n][2];
    for (int i = 0; i < n; i++) {
      double a = random.nextGaussian();
      x[i][0] = (float) (2 + 1.5 * a);
      x[i][1] = (float) (a * a - 1 + 0.3 * random.nextGaussian());
    }
    return x;
  }

  /** Moves by one parameter that has a gradient and by one that has none. */
  private record HalfStopped() implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return Mapped.preservingVolume(x.plus(shift(scope)));
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return Mapped.preservingVolume(y.minus(shift(scope)));
    }

    private static Expr shift(GraphScope scope) {
      Expr held = scope.parameter("held", Shape.of(2), 0, 0);
      Expr free = scope.parameter("free", Shape.of(2), 0, 0);
      return free.plus(held.stopGradient());
    }
  }

  @Test
  void leavesWhatHasNoGradient() {
    Distribution flow = new TransformedDistribution(StandardNormal.of(2), new HalfStopped());
    try (CompiledDistribution fitted = QUICK.fit(flow, banana(500, 4))) {
      assertArrayEquals(new double[2], fitted.weights().get("bijector.held").values());
      assertTrue(fitted.weights().get("bijector.free").values()[0] > 0.5);
    }
  }
}
