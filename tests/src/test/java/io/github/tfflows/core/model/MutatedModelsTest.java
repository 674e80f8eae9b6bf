package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.Beta;
import io.github.tfflows.core.base.Gamma;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.saved.shapes.AllowedOps;
import io.github.tfflows.gallery.architectures.Architecture;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.MetaGraphDef;

/**
 * Models that were changed at random: a load gives a model or an IOException with the name of the
 * file, a call of it returns or throws an exception, and neither ends the process, hangs, or fills
 * the memory. In a process of its own, since a defect would end it.
 */
class MutatedModelsTest {
  @TempDir Path folder;

  /**
   * Loads and calls the models of the seeds in each range {@code from:to} after the folder: damaged
   * files, or, of a range after {@code ops}, models of the folder with other ops and constants.
   */
  static final class Loading {
    private final Path directory;
    private final Path file;
    private final float[] expected;
    private final List<RandomModels> models = new ArrayList<>();
    private int loaded;
    private int refused;
    private int failed;

    private Loading(Path folder) throws IOException {
      this.directory = folder.resolve("model");
      this.file = directory.resolve("saved_model.pb");
      for (int i = 0; Files.exists(folder.resolve(i + ".pb")); i++) {
        MetaGraphDef model = MetaGraphDef.parseFrom(Files.readAllBytes(folder.resolve(i + ".pb")));
        models.add(new RandomModels(model, AllowedOps.all()));
      }
      ResealedModels.write(ResealedModels.model(), directory);
      try (CompiledDistribution model = load()) {
        expected = model.logProb(rows(model));
      }
    }

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Loading loading = new Loading(folder);
      for (String range : List.of(arguments).subList(1, arguments.length)) {
        String[] ends = range.replace("ops", "").split(":", -1);
        for (long seed = Long.parseLong(ends[0]); seed < Long.parseLong(ends[1]); seed++) {
          Files.writeString(folder.resolve("seed"), range + " " + seed);
          loading.load(
              seed, range.startsWith("ops") ? loading.random(seed) : MutatedModels.of(seed));
        }
      }
      System.out.printf(
          "loaded %d, refused %d, failed %d%n", loading.loaded, loading.refused, loading.failed);
    }

    private MutatedModels.Mutant random(long seed) {
      MetaGraphDef changed = models.get((int) (seed % models.size())).of(seed);
      return new MutatedModels.Mutant(ResealedModels.bytes(changed), true);
    }

    private CompiledDistribution load() throws IOException {
      return CompiledDistribution.load(directory, Execution.defaults().withThreads(1));
    }

    private void load(long seed, MutatedModels.Mutant mutant) throws IOException {
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
      report(millis <= 20_000, seed, "ms: " + millis);
    }

    /** A model that loads may fail when it is called, but not in another way. */
    private void call(CompiledDistribution model, MutatedModels.Mutant mutant, long seed) {
      Density bounded = model.within(Duration.ofSeconds(5));
      Rows x = rows(model);
      List<Consumer<Density>> calls =
          List.of(
              density ->
                  report(
                      mutant.isSealed() || Arrays.equals(expected, density.logProb(x)),
                      seed,
                      "other numbers"),
              density -> density.sample(2, 1),
              density -> density.inverse(x),
              density -> density.forward(x),
              density -> density.cdf(x),
              density -> density.quantile(x));
      for (Consumer<Density> call : calls) {
        try {
          call.accept(bounded);
        } catch (RuntimeException e) {
          boolean isWithout = e instanceof UnsupportedOperationException; // the signature
          report(mutant.isSealed() || isWithout, seed, e);
        }
      }
    }

    /** Rows of numbers that are probabilities as well. */
    private static Rows rows(CompiledDistribution model) {
      float[] values = new float[3 * (int) model.eventShape().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (i + 1f) / (values.length + 1);
      }
      return new Rows(values, model.eventShape(), 3);
    }

    private void report(boolean isRight, long seed, Object what) {
      if (!isRight) {
        failed++;
        System.out.println("seed " + seed + ": " + what);
      }
    }
  }

  /** Models that have each op and loops, without ones that are slow to load. */
  private static List<Distribution> flows() {
    Map<String, Distribution> accepted = AcceptedModelsTest.flows();
    List<Distribution> flows = new ArrayList<>();
    flows.add(ResealedModels.FLOW);
    flows.add(StandardNormal.of(2));
    flows.add(Joint.of(Gamma.trainable(1), Beta.trainable(1)));
    flows.add(Architecture.RESAMPLED.of(2));
    flows.add(Architecture.SYLVESTER.of(2));
    for (String name : List.of("blocks", "linear layers", "searches", "realNvp of images")) {
      flows.add(Objects.requireNonNull(accepted.get(name)));
    }
    return flows;
  }

  private void assertHarmless(List<Distribution> flows, String... ranges) throws Exception {
    for (int i = 0; i < flows.size(); i++) {
      MetaGraphDef model = new AllExports.Export(flows.get(i), 0).model(Precision.FLOAT32);
      Files.write(folder.resolve(i + ".pb"), ResealedModels.ordered(model).toByteArray());
    }
    List<String> arguments = new ArrayList<>(List.of(ranges));
    arguments.add(0, folder.toString());
    ChildJvm.Outcome outcome =
        ChildJvm.run(Loading.class, entry -> true, arguments.toArray(new String[0]));
    List<String> lines = outcome.lines();
    String seed = Files.readString(folder.resolve("seed"));
    assertEquals(0, outcome.status(), () -> "at seed " + seed + "\n" + String.join("\n", lines));
    String last = lines.get(lines.size() - 1);
    assertTrue(last.endsWith("failed 0"), () -> String.join("\n", lines));
    System.out.println("mutated models: " + last);
  }

  /** The first ones, and those that once ended the process or did not end themselves. */
  @Test
  @Timeout(120)
  void hundredsOfMutantsAreHarmless() throws Exception {
    assertHarmless(
        flows().subList(0, 5),
        "0:300",
        "527:528",
        "794:795",
        "5399:5400",
        "6062:6063",
        "8218:8219",
        "9154:9155",
        "ops0:50");
  }

  @Tag("slow")
  @Timeout(3600)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void tenThousandMutantsAndTenTimesAsManyOfOtherOpsAreHarmless(int part) throws Exception {
    assertHarmless(
        flows(),
        "%d000:%d000".formatted(part, part + 1),
        "ops%d0000:%d0000".formatted(part, part + 1));
  }
}
