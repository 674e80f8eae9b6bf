package io.github.tfflows.core.training;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Adam;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that a training returns however it ends, and its further training. */
@Tag("training")
class TrainingEndTest {
  private static final Distribution FLOW = Flows.realNvp(2, 2, Mlp.of(16));
  private static final Training QUICK =
      Training.defaults()
          .withSteps(200)
          .withBatchSize(64)
          .withLearningRate(LearningRate.constant(5e-3))
          .withValidation(Validation.defaults().withEvery(20));

  @TempDir Path folder;

  private static Data data() {
    return Data.of(TrainingTest.banana(500, 1));
  }

  private static int number(CompiledDistribution model, String key) {
    return Integer.parseInt(model.description().get(key));
  }

  private static String end(CompiledDistribution model) {
    return model.description().get("training.end");
  }

  /** A row thousands of standard deviations out, whose loss grows as the flow gets narrower. */
  @Test
  void oneHeldOutRowFarOutDoesNotUndoTheTraining() {
    float[][] rows = TrainingTest.banana(100, 2);
    Arrays.setAll(rows, i -> new float[] {0.1f * rows[i][0], 0.1f * rows[i][1]});
    Data heldOut = Data.of(rows);
    rows[17] = new float[] {300, -300};
    Data spoiled = Data.of(rows);
    float[][] training = TrainingTest.banana(500, 1);
    Arrays.setAll(training, i -> new float[] {0.1f * training[i][0], 0.1f * training[i][1]});
    DataSource source = DataSource.of(Data.of(training));
    try (CompiledDistribution good = QUICK.fit(FLOW, source, heldOut);
        CompiledDistribution fitted = QUICK.fit(FLOW, source, spoiled)) {
      assertTrue(number(fitted, "training.best_step") > 0);
      double loss = mean(fitted.logProb(heldOut.x()));
      assertEquals(mean(good.logProb(heldOut.x())), loss, 0.1);
    }
  }

  @Test
  void valuesOutOfRangeAreNamed() {
    TransformedDistribution positive = Flows.realNvp(1, 1, Mlp.of(4)).then(new Exp());
    Data below = Data.of(new float[][] {{-1}, {-2}, {-3}});
    String message =
        Expect.message(IllegalStateException.class, () -> QUICK.fit(positive, below).close());
    assertTrue(message.endsWith("that are extreme or out of the flow's range"), message);
  }

  @Test
  void aRowOfDensityZeroIsNamed() {
    TransformedDistribution share = Flows.realNvp(1, 1, Mlp.of(4)).then(Sigmoid.unit());
    float[][] rows = new float[100][];
    Arrays.setAll(rows, i -> new float[] {(i + 1) / 102f});
    rows[42][0] = 1.25f;
    rows[43][0] = 1.25f; // validation trims a single one
    for (Training training : List.of(QUICK.withHeldOut(0), QUICK.withHeldOut(0.9))) {
      String message =
          Expect.message(IllegalStateException.class, () -> training.fit(share, rows).close());
      assertTrue(message.contains("the density of the row [1.25] is zero"), message);
    }
  }

  @Test
  void aSingleHeldOutRowOfDensityZeroIsNamed() {
    TransformedDistribution share = Flows.realNvp(1, 1, Mlp.of(4)).then(Sigmoid.unit());
    Data heldOut = Data.of(new float[][] {{0.2f}, {0.4f}, {0.5f}, {0.6f}, {1.25f}});
    Data rows = Data.of(heldOut.x().slice(0, 4));
    try (CompiledDistribution fitted = QUICK.fit(share, DataSource.of(rows), heldOut)) {
      String warnings = fitted.description().get("training.warnings");
      assertTrue(warnings.startsWith("the held-out loss is infinite"), warnings);
      assertTrue(warnings.contains("[1.25]"), warnings);
    }
  }

  private record Frozen(Bijector map) implements Bijector {
    @Override
    public Mapped forward(GraphScope scope, Expr x) {
      return map.forward(scope.withParametersHeld(), x);
    }

    @Override
    public Mapped inverse(GraphScope scope, Expr y) {
      return map.inverse(scope.withParametersHeld(), y);
    }
  }

  @Test
  void frozenLayersStayDespiteWeightDecay() {
    Bijector layer = new Coupling(new Affine(), Mlp.of(4, 4));
    TransformedDistribution flow =
        new TransformedDistribution(StandardNormal.of(2), Chain.of(new Frozen(layer), layer));
    Optimization adam = QUICK.optimization().withAdam(Adam.defaults().withWeightDecay(0.5));
    for (Optimization updates : List.of(adam, adam.withMuon(Muon.defaults()))) {
      Training training = QUICK.withHeldOut(0).withOptimization(updates);
      try (CompiledDistribution once = training.withSteps(1).fit(flow, data());
          CompiledDistribution fitted = training.withSteps(20).fit(flow, data())) {
        String frozen = "bijector.0_frozen";
        assertEquals(once.weights().part(frozen), fitted.weights().part(frozen));
        assertNotEquals(once.weights(), fitted.weights());
      }
    }
  }

  @Test
  void aTrainingThatImprovesNothingSaysSo() {
    Training still = QUICK.withLearningRate(LearningRate.constant(1e-30));
    try (CompiledDistribution fitted = still.fit(FLOW, data())) {
      assertEquals(0, number(fitted, "training.best_step"));
      assertEquals("complete: no weights were better than the initial ones", end(fitted));
    }
  }

  @Test
  void aListenerThatFailsEndsItWithTheBestWeights() {
    Consumer<Progress> listener =
        progress -> {
          if (progress.step() == 60) {
            throw new IllegalStateException("no space left");
          }
        };
    try (CompiledDistribution fitted = QUICK.fit(FLOW, data(), listener)) {
      assertEquals(60, number(fitted, "training.steps"));
      assertTrue(number(fitted, "training.best_step") >= 20);
      assertEquals(
          "its listener failed: java.lang.IllegalStateException: no space left", end(fitted));
    }
  }

  @Test
  void anInterruptEndsItWithinAStep() throws IOException {
    Thread trained = Thread.currentThread();
    Consumer<Progress> listener =
        progress -> {
          if (progress.step() == 60) {
            trained.interrupt();
          }
        };
    try (CompiledDistribution fitted = QUICK.fit(FLOW, data(), listener)) {
      fitted.export(folder.resolve("model"));
      assertTrue(Thread.interrupted(), "the interrupt stays for the caller to see");
      CompiledDistribution.load(folder.resolve("model")).close();
      assertEquals(60, number(fitted, "training.steps"));
      assertEquals("interrupted", end(fitted));
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  @Test
  void anyThreadMayStopIt() {
    CompletableFuture<Progress> first = new CompletableFuture<>();
    CompletableFuture<Void> stopped = first.thenAcceptAsync(Progress::stop);
    Training endless =
        QUICK
            .withSteps(Integer.MAX_VALUE)
            .withValidation(QUICK.validation().withPatience(Integer.MAX_VALUE));
    try (CompiledDistribution fitted = endless.fit(FLOW, data(), first::complete)) {
      stopped.join();
      assertEquals("stopped by its listener", end(fitted));
      assertTrue(number(fitted, "training.steps") >= 20);
    }
  }

  /** With ActNorm layers, which a first fit sets from its first batch. */
  private static final TransformedDistribution GLOW = Flows.glow(2, 1, Mlp.of(16));

  private static final Training AGAIN =
      Training.defaults()
          .withSteps(150)
          .withBatchSize(64)
          .withLearningRate(LearningRate.cosine(5e-3))
          .withValidation(Validation.defaults().withEvery(25));

  private static double loss(CompiledDistribution model) {
    return Double.parseDouble(model.description().get("training.held_out_loss"));
  }

  @Test
  void aLoadedModelIsTrainedFurther() throws IOException {
    float[][] rows = TrainingTest.banana(1000, 1);
    Data data = Data.of(rows);
    Path directory = folder.resolve("model");
    try (CompiledDistribution fitted = AGAIN.fit(GLOW, data)) {
      fitted.export(directory);
    }
    try (CompiledDistribution loaded = CompiledDistribution.load(directory);
        CompiledDistribution refitted = AGAIN.refit(loaded, data)) {
      assertTrue(loss(refitted) < loss(loaded) - 0.01, loss(loaded) + ", then " + loss(refitted));
      assertEquals(
          loaded.description().get("definition"), refitted.description().get("definition"));
      assertEquals(loaded.eventShape(), refitted.eventShape());
    }
  }

  @Test
  void itBeginsWithTheWeightsOfTheModel() {
    Data data = Data.of(TrainingTest.banana(500, 1));
    Training still = AGAIN.withLearningRate(LearningRate.constant(1e-30));
    try (CompiledDistribution fitted = AGAIN.fit(GLOW, data);
        CompiledDistribution same = still.refit(fitted, data);
        CompiledDistribution fresh = still.fit(GLOW, data)) {
      assertEquals(fitted.weights(), same.weights());
      assertNotEquals(fresh.weights(), same.weights());
      assertEquals(loss(fitted), loss(same), 1e-6);
    }
  }

  @Test
  void aConditionalModelIsTrainedFurtherOnItsContext() {
    float[][] x = TrainingTest.banana(500, 1);
    float[][] context =
        IntStream.range(0, x.length).mapToObj(i -> new float[] {x[i][0]}).toArray(float[][]::new);
    try (CompiledDistribution fitted = AGAIN.fit(GLOW, Data.of(x, context));
        CompiledDistribution refitted = AGAIN.refit(fitted, Data.of(x, context))) {
      assertEquals(1, refitted.contextSize());
      Expect.rejected("the model of 1", () -> AGAIN.refit(fitted, Data.of(x)).close());
    }
  }

  @Test
  void dataThatDoNotSuitTheModelAreRefused() {
    try (CompiledDistribution normal = CompiledDistribution.compile(StandardNormal.of(2), 0)) {
      Expect.rejected("rows of shape [3]", () -> AGAIN.refit(normal, Data.of(new float[9][3])));
    }
  }
}
