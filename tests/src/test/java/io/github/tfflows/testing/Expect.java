package io.github.tfflows.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Expectations that many tests share. */
public final class Expect {
  /** Expects an {@link IllegalArgumentException} that names the value it is about. */
  public static void rejected(String value, Executable call) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    assertTrue(message.contains(value), () -> "expected " + value + " in: " + message);
  }

  private Expect() {}
}
