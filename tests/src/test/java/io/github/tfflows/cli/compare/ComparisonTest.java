package io.github.tfflows.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.evaluate.Baseline;
import io.github.tfflows.tables.evaluation.Mean;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void theBestComesFirstAndOthersAreMeasuredAgainstIt() {
    Comparison comparison =
        new Comparison(
            List.of(run("low", 1, 2, 3), run("high", 2, 3, 4.5f)),
            Map.of("broken", "it diverged"),
            List.of());
    Contestant best = comparison.contestants().get(0);
    assertEquals("high", best.fitted().name());
    assertEquals(new Mean(0, 0), comparison.behind(best));
    Mean behind = comparison.behind(comparison.contestants().get(1));
    assertEquals(3.5 / 3, behind.value(), 1e-9);
    assertEquals(1 / 6.0, behind.standardError(), 1e-9); // of 1, 1 and 1.5
    assertEquals(Map.of("broken", "it diverged"), comparison.failures());
  }

  private static Contestant run(String name, float... logProb) {
    return new Contestant(new Baseline(name, logProb, 1, 1), OptionalDouble.empty());
  }
}
