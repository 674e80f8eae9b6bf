package io.github.tfflows.serve.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServedModelTest {
  private static final ModelFile FILE = new ModelFile("model", 1, Path.of("model"), 10, 20, "key");

  @Test
  void aVersionThatFailedIsTriedAgainAfterAWhile() {
    ServedModel model = new ServedModel("model");
    assertFalse(model.isSettled(FILE));
    long now = System.nanoTime();
    model.fail(new ServedModel.Failure(FILE, "no memory", now));
    assertTrue(model.isSettled(FILE));
    model.fail(new ServedModel.Failure(FILE, "no memory", now - Duration.ofMinutes(1).toNanos()));
    assertFalse(model.isSettled(FILE));
  }
}
