package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.BatchNorm;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.LogDensity;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.checkpoint.Checkpoint;
import io.github.tfflows.core.training.loop.Fit;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Optimization;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.Folder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("training")
class CheckpointsTest {
  private static final Training QUICK =
      Training.defaults()
          .withSteps(100)
          .withBatchSize(48)
          .withOptimization(
              Optimization.defaults()
                  .withLearningRate(LearningRate.cosine(5e-3).warmedUp(10))
                  .withAveraging(0.95))
          .withValidation(Validation.defaults().withEvery(15));

  private static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(2),
          Chain.of(
              new ActNorm(),
              new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)),
              Permutation.reverse(2),
              new BatchNorm(0.9, 1e-5)));

  private static final Data HELD_OUT = Data.of(TrainingTest.banana(60, 5));

  @TempDir Path folder;

  /** In pieces of 1 to 40 rows, so that passes, pools and batches end at different steps. */
  private static DataSource pieces() {
    Data data = Data.of(TrainingTest.banana(512, 1));
    DataSource pieces =
        epoch ->
            IntStream.range(0, 32)
                .mapToObj(i -> data.slice(i * i / 2, (i + 1) * (i + 1) / 2))
                .filter(piece -> piece.count() > 0);
    return pieces.dequantized(new float[] {0.1f, 0}, 3);
  }

  /** Throws at a step, like the end of the process. */
  private static Consumer<Progress> endingAt(int step) {
    return progress -> {
      if (progress.step() == step) {
        throw new OutOfMemoryError("as if");
      }
    };
  }

  @Test
  void aResumedTrainingIsTheUndisturbedOneBitForBit() {
    Training longer = QUICK.withSteps(200); // with a report every second step
    Training kept = longer.withCheckpoints(folder, 9, 2);
    List<String> reports = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    try (CompiledDistribution whole =
        longer.fit(FLOW, pieces(), HELD_OUT, progress -> expected.add(text(progress)))) {
      Consumer<Progress> slow =
          progress -> {
            if (progress.step() == 10) {
              LockSupport.parkNanos(500_000_000);
            }
            endingAt(34).accept(progress);
          };
      assertThrows(OutOfMemoryError.class, () -> kept.fit(FLOW, pieces(), HELD_OUT, slow));
      Consumer<Progress> timed =
          progress -> {
            assertTrue(progress.seconds() > 0.5, progress::toString);
            reports.add(text(progress));
          };
      try (CompiledDistribution resumed = kept.fit(FLOW, pieces(), HELD_OUT, timed)) {
        assertEquals(whole.weights(), resumed.weights());
        assertEquals(whole.description(), resumed.description());
        assertTrue(reports.get(0).startsWith("28 "), "from step 27 on, which has no report");
        int count = expected.size();
        assertEquals(expected.subList(count - reports.size(), count), reports);
      }
    }
  }

  private static String text(Progress progress) {
    return "%d %s %s".formatted(progress.step(), progress.loss(), progress.heldOutLoss());
  }

  @Test
  void aStoppedTrainingGoesOnWhereItStopped() {
    Training kept = QUICK.withCheckpoints(folder, 1000, 1);
    Data data = Data.of(TrainingTest.banana(500, 1));
    try (CompiledDistribution whole = QUICK.fit(FLOW, data);
        CompiledDistribution stopped =
            kept.fit(
                FLOW,
                data,
                progress -> {
                  if (progress.step() == 37) {
                    progress.stop();
                  }
                });
        CompiledDistribution resumed =
            kept.fit(
                FLOW, data, progress -> assertTrue(progress.step() > 37, progress.toString()));
        CompiledDistribution again =
            kept.fit(FLOW, data, progress -> assertEquals("no step", progress.toString()))) {
      assertNotEquals(whole.weights(), stopped.weights());
      assertEquals(whole.weights(), resumed.weights());
      assertEquals(whole.weights(), again.weights());
    }
  }

  @Test
  void anEarlyEndIsTheSameAfterwards() {
    Training patient =
        QUICK
            .withLearningRate(LearningRate.constant(1e-30))
            .withValidation(new Validation(0.1, 5, 3))
            .withCheckpoints(folder, 5, 1);
    Data data = Data.of(TrainingTest.banana(500, 1));
    try (CompiledDistribution first = patient.fit(FLOW, data);
        CompiledDistribution again = patient.fit(FLOW, data)) {
      assertEquals(first.description(), again.description());
    }
  }

  @Test
  void variationalTrainingResumesToo() {
    LogDensity target = (scope, x) -> x.square().times(-0.5).sumEvent();
    Distribution flow =
        new TransformedDistribution(
            StandardNormal.of(2), new Coupling(new RationalQuadratic(5, 3), Mlp.of(16)));
    Training kept = QUICK.withCheckpoints(folder, 10, 2);
    try (CompiledDistribution whole = QUICK.fitTo(flow, target)) {
      assertThrows(OutOfMemoryError.class, () -> kept.fitTo(flow, target, endingAt(55)));
      try (CompiledDistribution resumed = kept.fitTo(flow, target)) {
        assertEquals(whole.weights(), resumed.weights());
      }
    }
  }

  @Test
  void theNewestAreKeptAndADamagedOneIsPassedOver() throws IOException {
    Training kept = QUICK.withCheckpoints(folder, 10, 2);
    assertThrows(OutOfMemoryError.class, () -> kept.fit(FLOW, pieces(), HELD_OUT, endingAt(75)));
    assertEquals(
        List.of(".lock", "step-60.checkpoint", "step-70.checkpoint"), Folder.names(folder));
    byte[] newest = Files.readAllBytes(folder.resolve("step-70.checkpoint"));
    newest[newest.length / 2] ^= 1;
    Files.write(folder.resolve("step-70.checkpoint"), newest);
    try (CompiledDistribution whole = QUICK.fit(FLOW, pieces(), HELD_OUT);
        CompiledDistribution resumed = kept.fit(FLOW, pieces(), HELD_OUT)) {
      assertEquals(whole.weights(), resumed.weights());
      assertEquals(
          List.of(
              ".lock", "step-100.checkpoint", "step-70.checkpoint.damaged", "step-90.checkpoint"),
          Folder.names(folder));
    }
    for (String name : List.of("step-90.checkpoint", "step-100.checkpoint")) {
      Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    }
    Expect.failed(
        UncheckedIOException.class,
        folder.toString(),
        () -> kept.fit(FLOW, pieces(), HELD_OUT).close());
  }

  @Test
  void checkpointsOfAnotherTrainingAreRefused() {
    Training kept = QUICK.withCheckpoints(folder, 10, 2);
    kept.fit(FLOW, pieces(), HELD_OUT).close();
    Expect.rejected("steps=50", () -> kept.withSteps(50).fit(FLOW, pieces(), HELD_OUT).close());
    String message =
        Expect.message(
            IllegalArgumentException.class,
            () -> kept.withSeed(77).fit(FLOW, pieces(), HELD_OUT).close());
    assertTrue(message.contains("seed=77") && message.length() < 600, message);
    Expect.rejected(
        "StandardNormal", () -> kept.fit(StandardNormal.of(2), pieces(), HELD_OUT).close());
    String both =
        Expect.message(
            IllegalArgumentException.class,
            () -> kept.withSeed(77).fit(StandardNormal.of(2), pieces(), HELD_OUT).close());
    assertTrue(both.contains("seed=77") && both.contains("StandardNormal"), both);
    Data other = HELD_OUT.slice(0, 59);
    Expect.rejected("data with the checksum", () -> kept.fit(FLOW, pieces(), other).close());
    float[] weights = new float[60];
    Arrays.fill(weights, 2);
    Data weighted = HELD_OUT.weighted(weights);
    Expect.rejected("data with the checksum", () -> kept.fit(FLOW, pieces(), weighted).close());
  }

  @Test
  void checkpointsOfOtherRowsBeyondTheFirstBatchAreRefused() {
    Training kept = QUICK.withSteps(10).withCheckpoints(folder, 10, 2);
    kept.fit(FLOW, pieces(), HELD_OUT).close();
    DataSource other =
        epoch -> Stream.concat(pieces().pass(epoch), Stream.of(Data.of(new float[][] {{0, 0}})));
    Expect.rejected("a Gaussian's loss", () -> kept.fit(FLOW, other, HELD_OUT).close());
  }

  @Test
  void checkpointsOfAnotherLambdaAreRefused() {
    Training kept = QUICK.withSteps(10).withCheckpoints(folder, 10, 2);
    kept.withLearningRate((step, steps) -> 1e-3).fit(FLOW, pieces(), HELD_OUT).close();
    Training other = kept.withLearningRate((step, steps) -> 1e-4);
    Expect.rejected("the learning rates", () -> other.fit(FLOW, pieces(), HELD_OUT).close());
  }

  @Test
  void checkpointsOfOtherContextsAreRefused() {
    Training kept = QUICK.withSteps(10).withCheckpoints(folder, 10, 2);
    DataSource given = epoch -> pieces().pass(epoch).map(piece -> given(piece, 0));
    kept.fit(FLOW, given, given(HELD_OUT, 0)).close();
    Expect.rejected(
        "data with the checksum", () -> kept.fit(FLOW, given, given(HELD_OUT, 1)).close());
  }

  private static Data given(Data data, int column) {
    return new Data(data.x(), data.x().columns(column, 1));
  }

  @Test
  void twoTrainingsDoNotShareAFolder() {
    Training kept = QUICK.withCheckpoints(folder, 10, 2);
    IllegalStateException[] refused = new IllegalStateException[1];
    Consumer<Progress> listener =
        progress -> {
          if (progress.step() == 20) {
            refused[0] =
                assertThrows(
                    IllegalStateException.class, () -> kept.fit(FLOW, pieces(), HELD_OUT).close());
          }
        };
    kept.fit(FLOW, pieces(), HELD_OUT, listener).close();
    assertTrue(String.valueOf(refused[0]).contains("another training"), refused[0]::toString);
  }

  @Test
  void aFolderThatCannotBeWrittenIsFoundBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    Training impossible = QUICK.withCheckpoints(file, 10, 2);
    Expect.failed(
        UncheckedIOException.class,
        file.toString(),
        () -> impossible.fit(FLOW, pieces(), HELD_OUT).close());
    Expect.rejected("every must be at least 1, got 0", () -> QUICK.withCheckpoints(folder, 0, 1));
    Expect.rejected("keep must be at least 1, got 0", () -> QUICK.withCheckpoints(folder, 1, 0));
  }

  /** A failed checkpoint does not end a training. */
  @Test
  void aCheckpointThatCannotBeWrittenDoesNotEndTraining() throws IOException {
    Files.createDirectories(folder.resolve(".draft/in the way"));
    try (CompiledDistribution whole = QUICK.fit(FLOW, pieces(), HELD_OUT);
        CompiledDistribution fitted =
            QUICK.withCheckpoints(folder, 10, 2).fit(FLOW, pieces(), HELD_OUT)) {
      assertEquals(whole.weights(), fitted.weights());
    }
  }

  private static final int EVERY = 25;
  private static final String STEP = "step ";

  /** Fits with checkpoints in the folder of the first argument, and prints its steps. */
  static final class Fit {
    public static void main(String[] arguments) {
      Training recipe = recipe(Integer.parseInt(arguments[1]));
      fit(recipe.withCheckpoints(Path.of(arguments[0]), EVERY, 2)).close();
    }

    private Fit() {}
  }

  private static Training recipe(int steps) {
    return Training.defaults()
        .withSteps(steps)
        .withBatchSize(32)
        .withValidation(new Validation(0.1, 10, Integer.MAX_VALUE));
  }

  private static CompiledDistribution fit(Training recipe) {
    Data data = Data.of(TrainingTest.banana(300, 1));
    return recipe.fit(
        Flows.realNvp(2, 2, Mlp.of(8)),
        data,
        progress -> System.out.println(STEP + progress.step()));
  }

  @Test
  void killedTwice() throws Exception {
    assertNothingLost(2, 500);
  }

  @Test
  @Tag("slow")
  void killedFiftyTimes() throws Exception {
    assertNothingLost(50, 15_000);
  }

  private void assertNothingLost(int kills, int steps) throws Exception {
    Random random = new Random(1);
    int most = 0;
    for (int i = 0; i < kills; i++) {
      int begun = newest();
      int seen = killed(steps, begun + random.nextInt(3 * EVERY), random.nextInt(20));
      int kept = newest();
      assertTrue(kept >= begun, "a kill took a checkpoint: %d, then %d".formatted(begun, kept));
      most = Math.max(most, seen - kept);
      assertTrue(seen - kept <= EVERY, "step %d was seen, %d is kept".formatted(seen, kept));
    }
    System.out.printf("%d kills, at most %d steps lost, step %d kept%n", kills, most, newest());
    Training recipe = recipe(steps);
    try (CompiledDistribution rest = fit(recipe.withCheckpoints(folder, EVERY, 2));
        CompiledDistribution whole = fit(recipe)) {
      assertEquals(whole.weights(), rest.weights());
    }
  }

  /** Kills a process some time after a step, and returns the last step that it printed. */
  private int killed(int steps, int after, int milliseconds) throws Exception {
    Process process =
        ChildJvm.start(Fit.class, entry -> true, folder.toString(), Integer.toString(steps));
    int last = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        assertTrue(!line.startsWith("Exception"), line);
        if (line.startsWith(STEP)) {
          int step = Integer.parseInt(line.substring(STEP.length()));
          if (last <= after && step > after) {
            kill(process, milliseconds);
          }
          last = step;
        }
      }
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(137, process.exitValue(), "of 128 and SIGKILL");
    return last;
  }

  private static void kill(Process process, int milliseconds) {
    Thread killer =
        new Thread(
            () -> {
              try {
                Thread.sleep(milliseconds);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              process.toHandle().destroyForcibly(); // the output stays open
            });
    killer.start();
  }

  /** The step of the newest checkpoint, which must be whole. */
  private int newest() throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> newest =
          files
              .filter(file -> file.toString().endsWith(".checkpoint"))
              .max((a, b) -> Integer.compare(step(a), step(b)));
      if (newest.isEmpty()) {
        return 0;
      }
      assertEquals(step(newest.get()), (int) Checkpoint.read(newest.get()).state().number("taken"));
      return step(newest.get());
    }
  }

  private static int step(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
  }
}
