package io.github.tfflows.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.tables.evaluation.Mean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void theBestComesFirstAndOthersAreMeasuredAgainstIt() {
    Comparison comparison =
        Comparison.of(
            List.of(
                run("low", 1, 2, 3),
                Contestant.Run.failed("broken", "it diverged"),
                run("high", 2, 3, 4.5f)),
            List.of());
    assertEquals(
        List.of("high", "low"), comparison.contestants().stream().map(Contestant::name).toList());
    assertEquals(new Mean(0, 0), comparison.contestants().get(0).behind());
    Mean behind = comparison.contestants().get(1).behind();
    assertEquals(3.5 / 3, behind.value(), 1e-9);
    assertEquals(1 / 6.0, behind.standardError(), 1e-9); // of 1, 1 and 1.5
    assertEquals(Map.of("broken", "it diverged"), comparison.failures());
  }

  private static Contestant.Run run(String name, float... logProb) {
    return new Contestant.Run(name, Optional.of(logProb), "", 1, 1, OptionalDouble.empty());
  }
}
