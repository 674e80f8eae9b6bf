package com.example.consumer;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Defines, fits, exports and loads a flow, and checks that both compute the same. */
public final class Consumer {
  /**
   * Runs the whole way in a temporary folder.
   *
   * @param arguments none
   * @throws Exception if a step fails
   */
  public static void main(String[] arguments) throws Exception {
    Random random = new Random(1);
    float[][] data = new float[500][2];
    for (float[] row : data) {
      row[0] = (float) random.nextGaussian();
      row[1] = (float) (row[0] * row[0] + 0.3 * random.nextGaussian());
    }
    Path directory = Files.createTempDirectory("consumer").resolve("model");
    try (CompiledDistribution fitted =
        Training.defaults().withSteps(20).fit(Flows.realNvp(2), data)) {
      fitted.export(directory);
      try (CompiledDistribution loaded = CompiledDistribution.load(directory)) {
        check("log_prob", Arrays.equals(fitted.logProb(data), loaded.logProb(data)));
        check("sample", Arrays.deepEquals(fitted.sample(50, 3), loaded.sample(50, 3)));
        check("finite", Float.isFinite(loaded.logProb(data)[0]));
      }
    }
    String place = Consumer.class.getModule().isNamed() ? "module path" : "class path";
    System.out.println("consumer on the " + place + ": passed");
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException(what + " differs after a reload");
    }
  }

  private Consumer() {}
}
