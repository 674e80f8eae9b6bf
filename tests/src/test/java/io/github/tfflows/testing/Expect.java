package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** Expectations that many tests share. */
public final class Expect {
  /** Expects an {@link IllegalArgumentException} that names the value it is about. */
  public static void rejected(String value, Executable call) {
    failed(IllegalArgumentException.class, value, call);
  }

  /** Expects an exception with a text in its message. */
  public static void failed(Class<? extends Exception> type, String text, Executable call) {
    String message = message(type, call);
    assertTrue(message.contains(text), () -> "expected " + text + " in: " + message);
  }

  /** Returns the message of an exception that a call must throw. */
  public static String message(Class<? extends Exception> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }

  /**
   * Expects that a model of a map is loaded from its export, but that its definition is not read
   * back.
   *
   * @param named the beginning of the map in the message
   */
  public static void noDefinition(ScalarBijector map, Path folder, String named)
      throws IOException {
    TransformedDistribution flow = new TransformedDistribution(StandardNormal.of(2), map);
    float[][] x = {{0.5f, -2}, {1, 0}};
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 0)) {
      model.export(folder.resolve("model"));
      try (CompiledDistribution loaded = CompiledDistribution.load(folder.resolve("model"))) {
        assertArrayEquals(model.logProb(x), loaded.logProb(x));
        rejected(named, () -> loaded.description().definition());
      }
    }
  }

  private Expect() {}
}
