package io.github.tfflows.tables.density;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class PhasesTest {
  /** Hours in seconds, of days that begin at -1,800. */
  private static final Phases HOURS = new Phases(-1_800, 3_600, 24);

  @Test
  void theRestIsTheSameForEachPhaseOfADay() {
    double day = 86_400;
    for (int hour = 0; hour < 24; hour++) {
      assertEquals(day / 2 - 1_800, HOURS.rest(3_600 * hour), 1e-6);
      assertEquals(day / 2 - 1_800 - 3 * day, HOURS.rest(3_600 * hour - 3 * day), 1e-6);
    }
    assertEquals(-1_800, HOURS.rest(5_400), 1e-6, "the beginning of a phase");
  }

  @Test
  void refusesASinglePhase() {
    Expect.rejected(
        "expected at least two phases of a positive length, got 1 of 2.0 from 0.0 on",
        () -> new Phases(0, 2, 1));
  }
}
