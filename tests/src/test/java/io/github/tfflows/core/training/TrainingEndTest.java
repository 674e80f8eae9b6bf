package io.github.tfflows.core.training;

import static io.github.tfflows.testing.TestRows.mean;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that a training returns however it ends. */
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
}
