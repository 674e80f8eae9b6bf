package io.github.tfflows.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.checkpoint.Checkpoint;
import io.github.tfflows.core.training.loop.Fit;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own that are killed at random moments. */
@Tag("training")
class KilledTrainingTest {
  private static final int EVERY = 25;
  private static final String STEP = "step ";
  private static final String DONE = "done ";

  @TempDir Path folder;

  /** Fits with checkpoints in the folder of the first argument, and prints its steps. */
  static final class Fit {
    public static void main(String[] arguments) {
      Training recipe = recipe(Integer.parseInt(arguments[1]));
      try (CompiledDistribution fitted =
          fit(recipe.withCheckpoints(Path.of(arguments[0]), EVERY, 2))) {
        System.out.println(DONE + fitted.weights().byName().hashCode());
      }
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
    ChildJvm.Outcome rest =
        ChildJvm.run(Fit.class, entry -> true, folder.toString(), Integer.toString(steps));
    try (CompiledDistribution whole = fit(recipe(steps))) {
      String expected = DONE + whole.weights().byName().hashCode();
      assertTrue(rest.lines().contains(expected), () -> String.join("\n", rest.lines()));
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
