package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherProcessTest {
  /** Compiles a model, which needs TensorFlow's native library. */
  static final class Compiling {
    public static void main(String[] arguments) {
      CompiledDistribution.compile(StandardNormal.of(1), 0).close();
    }

    private Compiling() {}
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
