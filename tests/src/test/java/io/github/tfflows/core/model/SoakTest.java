package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tfflows.bijectors.Coupling;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Affine;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Native memory stays flat while models are called, trained, opened and closed. */
@Tag("slow")
class SoakTest {
  private static final Distribution FLOW =
      new TransformedDistribution(
          StandardNormal.of(4),
          Chain.of(
              new Coupling(new RationalQuadratic(8, 3), Mlp.of(64, 64)),
              new Coupling(new Affine(), Mlp.of(64, 64))));

  @Test
  void callsLeaveNothingBehind() throws IOException {
    Rows x = Rows.of(TestRows.gaussian(4096, 4, 1));
    try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
      assertFlat(
          300,
          20,
          () -> {
            model.logProb(x);
            model.sample(4096, 1);
            model.inverse(x);
          });
    }
  }

  @Test
  void modelsLeaveNothingBehind() throws IOException {
    assertFlat(
        30,
        40,
        () -> {
          try (CompiledDistribution model = CompiledDistribution.compile(FLOW, 0)) {
            model.sample(100, 1);
          }
        });
  }

  @Test
  void trainingsLeaveNothingBehind() throws IOException {
    Data data = Data.of(TestRows.gaussian(1000, 4, 1));
    Training recipe =
        Training.defaults().withSteps(50).withValidation(Validation.defaults().withEvery(10));
    assertFlat(15, 60, () -> recipe.fit(FLOW, data).close());
  }

  /** Warms up by a number of calls, and compares the memory after as many and as many again. */
  private static void assertFlat(int calls, int mebibytes, Runnable call) throws IOException {
    repeat(calls, call);
    long before = resident();
    repeat(calls, call);
    long between = resident();
    repeat(calls, call);
    long after = resident();
    String sizes = "resident MiB: %d, %d, %d".formatted(before, between, after);
    System.out.println(sizes);
    assertTrue(Math.min(between - before, after - between) < mebibytes, sizes);
  }

  private static void repeat(int calls, Runnable call) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    System.gc();
  }

  private static long resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status), "needs Linux");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
