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
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.MetaGraphDef;

/**
 * No model that a load accepts ends the process, whatever its ops and their constants are. Each
 * call of it returns or throws an exception, in a process of its own, since a defect would end it.
 */
class RandomModelsTest {
  @TempDir Path folder;

  /** Loads and calls the models of the seeds in each range {@code from:to} after the folder. */
  static final class Loading {
    private final Path directory;
    private final List<RandomModels> models = new ArrayList<>();
    private int called;
    private int refused;
    private int thrown;

    private Loading(Path folder) throws IOException {
      directory = folder.resolve("model");
      for (int i = 0; Files.exists(folder.resolve(i + ".pb")); i++) {
        MetaGraphDef model = MetaGraphDef.parseFrom(Files.readAllBytes(folder.resolve(i + ".pb")));
        models.add(new RandomModels(model, AllowedOps.all()));
      }
    }

    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Loading loading = new Loading(folder);
      for (String range : List.of(arguments).subList(1, arguments.length)) {
        int colon = range.indexOf(':');
        long to = Long.parseLong(range.substring(colon + 1));
        for (long seed = Long.parseLong(range.substring(0, colon)); seed < to; seed++) {
          Files.writeString(folder.resolve("seed"), Long.toString(seed));
          loading.load(seed);
        }
      }
      System.out.printf(
          "called %d, refused %d, calls that failed %d%n",
          loading.called, loading.refused, loading.thrown);
    }

    private void load(long seed) throws IOException {
      MetaGraphDef changed = models.get((int) (seed % models.size())).of(seed);
      ResealedModels.write(changed, directory);
      try (CompiledDistribution model =
          CompiledDistribution.load(directory, Execution.defaults().withThreads(1))) {
        called++;
        call(model);
      } catch (IOException e) {
        refused++;
      }
    }

    private void call(CompiledDistribution model) {
      Density bounded = model.within(Duration.ofSeconds(5));
      Rows x = rows(model);
      List<Consumer<Density>> calls =
          List.of(
              density -> density.logProb(x),
              density -> density.sample(2, 1),
              density -> density.inverse(x),
              density -> density.forward(x),
              density -> density.cdf(x),
              density -> density.quantile(x));
      for (Consumer<Density> call : calls) {
        try {
          call.accept(bounded);
        } catch (RuntimeException e) {
          thrown++;
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
  }

  /** Models that have each op and loops, without ones that are slow to load. */
  private static List<Distribution> flows() {
    List<Distribution> flows = new ArrayList<>();
    flows.add(ResealedModels.FLOW);
    flows.add(StandardNormal.of(2));
    flows.add(Joint.of(Gamma.trainable(1), Beta.trainable(1)));
    for (Architecture each : List.of(Architecture.RESAMPLED, Architecture.SYLVESTER)) {
      flows.add(each.of(2));
    }
    flows.add(AcceptedModelsTest.flows().get("blocks"));
    flows.add(AcceptedModelsTest.flows().get("linear layers"));
    flows.add(AcceptedModelsTest.flows().get("searches"));
    flows.add(AcceptedModelsTest.flows().get("realNvp of images"));
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
    assertTrue(last.startsWith("called "), last);
    System.out.println("random models: " + last);
  }

  @Test
  @Timeout(300)
  void aHundredModelsAreHarmless() throws Exception {
    assertHarmless(flows().subList(0, 5), "0:50");
  }

  @Tag("slow")
  @Timeout(3600)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void tenThousandModelsEachAreHarmless(int part) throws Exception {
    assertHarmless(flows(), "%d0000:%d0000".formatted(part, part + 1));
  }
}
