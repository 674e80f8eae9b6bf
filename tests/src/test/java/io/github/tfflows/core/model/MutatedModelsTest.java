package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that were changed at random: a load gives the model or an IOException with the name of the
 * file, and never ends the process, hangs, or fills the memory. In a process of its own, since a
 * defect would end it.
 */
class MutatedModelsTest {
  private static final float[][] X = TestRows.gaussian(2, 26, 1);

  @TempDir Path folder;

  /** Loads the models of the seeds in each range {@code from:to} after the first argument. */
  static final class Loading {
    private final Path directory;
    private final Path file;
    private final float[] expected;
    private int loaded;
    private int refused;
    private int failed;

    private Loading(Path directory) throws IOException {
      this.directory = directory;
      this.file = directory.resolve("saved_model.pb");
      ResealedModels.write(ResealedModels.model(), directory);
      try (CompiledDistribution model = load()) {
        expected = model.logProb(X);
      }
    }

    public static void main(String[] arguments) throws IOException {
      Loading loading = new Loading(Path.of(arguments[0]));
      for (String range : List.of(arguments).subList(1, arguments.length)) {
        int colon = range.indexOf(':');
        long to = Long.parseLong(range.substring(colon + 1));
        for (long seed = Long.parseLong(range.substring(0, colon)); seed < to; seed++) {
          Files.writeString(Path.of(arguments[0] + ".seed"), Long.toString(seed));
          loading.load(seed);
        }
      }
      System.out.printf(
          "loaded %d, refused %d, failed %d%n", loading.loaded, loading.refused, loading.failed);
    }

    private CompiledDistribution load() throws IOException {
      return CompiledDistribution.load(directory, Execution.defaults().withThreads(1));
    }

    private void load(long seed) throws IOException {
      MutatedModels.Mutant mutant = MutatedModels.of(seed);
      Files.write(file, mutant.bytes());
      long start = System.nanoTime();
      try (CompiledDistribution model = load()) {
        loaded++;
        call(model, mutant, seed);
      } catch (IOException e) {
        refused++;
        report(String.valueOf(e.getMessage()).contains(file.toString()), seed, e);
      } catch (RuntimeException | Error e) {
        report(false, seed, e);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (millis > 20_000) {
        System.out.println("seed " + seed + " took ms: " + millis);
        failed++;
      }
    }

    /** A model that loads may fail when it is called, but not in another way. */
    private void call(CompiledDistribution model, MutatedModels.Mutant mutant, long seed) {
      Density bounded = model.within(Duration.ofSeconds(5));
      try {
        float[] logProb = bounded.logProb(X);
        boolean isSame = Arrays.equals(expected, logProb);
        report(mutant.isSealed() || isSame, seed, "other numbers");
        bounded.sample(2, 1);
      } catch (RuntimeException e) {
        report(mutant.isSealed(), seed, e);
      }
    }

    private void report(boolean isRight, long seed, Object what) {
      if (!isRight) {
        failed++;
        System.out.println("seed " + seed + ": " + what);
      }
    }
  }

  private void assertHarmless(String... ranges) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(ranges));
    arguments.add(0, folder.resolve("model").toString());
    ChildJvm.Outcome outcome =
        ChildJvm.run(Loading.class, entry -> true, arguments.toArray(new String[0]));
    List<String> lines = outcome.lines();
    String seed = Files.readString(folder.resolve("model.seed"));
    assertEquals(0, outcome.status(), () -> "at seed " + seed + "\n" + String.join("\n", lines));
    String last = lines.get(lines.size() - 1);
    assertTrue(last.endsWith("failed 0"), () -> String.join("\n", lines));
    System.out.println("mutated models: " + last);
  }

  /** The first ones, and those that once ended the process or did not end themselves. */
  @Test
  @Timeout(120)
  void threeHundredMutantsAreHarmless() throws Exception {
    assertHarmless(
        "0:300", "527:528", "794:795", "5399:5400", "6062:6063", "8218:8219", "9154:9155");
  }

  @Tag("slow")
  @Timeout(1200)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void tenThousandMutantsAreHarmless(int thousand) throws Exception {
    assertHarmless("%d000:%d000".formatted(thousand, thousand + 1));
  }
}
