package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.MovedWeights;
import io.github.tfflows.testing.TestRows;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherProcessTest {
  @TempDir Path folder;

  /** Loads the model named by the first argument and prints its numbers. */
  static final class Client {
    public static void main(String[] arguments) throws Exception {
      try (CompiledDistribution model = CompiledDistribution.load(Path.of(arguments[0]))) {
        System.out.println(numbers(model));
      }
    }

    private Client() {}
  }

  /** Compiles a model, which needs TensorFlow's native library. */
  static final class Compiling {
    public static void main(String[] arguments) {
      CompiledDistribution.compile(StandardNormal.of(1), 0).close();
    }

    private Compiling() {}
  }

  private static String numbers(CompiledDistribution model) {
    return Arrays.toString(model.logProb(TestRows.gaussian(5, 3, 1)))
        + Arrays.deepToString(model.sample(5, 42));
  }

  @Test
  void anotherProcessComputesAndDrawsTheSame() throws Exception {
    Distribution flow = Flows.neuralSplineCoupling(3);
    Weights weights = MovedWeights.of(flow, 0);
    try (CompiledDistribution model =
        CompiledDistribution.compile(flow, 0, weights, Execution.defaults())) {
      model.export(folder.resolve("model"));
      ChildJvm.Outcome other =
          ChildJvm.run(Client.class, entry -> true, folder.resolve("model").toString());
      assertEquals(0, other.status(), () -> String.join("\n", other.lines()));
      assertTrue(other.lines().contains(numbers(model)), () -> String.join("\n", other.lines()));
    }
  }

  @Test
  void aMissingNativeLibraryIsNamed() throws Exception {
    ChildJvm.Outcome without =
        ChildJvm.run(
            Compiling.class, entry -> !entry.matches(".*tensorflow-core-native-.*-(x86|arm).*"));
    String printed = String.join("\n", without.lines());
    assertEquals(1, without.status(), printed);
    for (String part :
        List.of(
            "IllegalStateException",
            "<artifactId>tensorflow-core-native</artifactId>",
            "<classifier>linux-x86_64</classifier>")) {
      assertTrue(printed.contains(part), printed);
    }
  }
}
