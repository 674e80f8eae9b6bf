package io.github.tfflows.gallery.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TickTest {
  @Test
  void ticksAreRoundAndInside() {
    assertEquals(List.of("0.2", "0.4", "0.6", "0.8"), labels(0.1, 0.9, 5));
    assertEquals(List.of("-5", "0", "5"), labels(-7, 9, 4));
    assertEquals(List.of("5000", "10000", "15000"), labels(300, 19_000, 3));
    assertEquals(List.of("60"), labels(58, 63, 1));
  }

  @Test
  void farNumbersAreWrittenShort() {
    assertEquals(List.of("2e-6", "4e-6"), labels(1e-6, 5e-6, 2));
    assertEquals(List.of("1e9", "1.5e9", "2e9"), labels(0.9e9, 2.1e9, 3));
  }

  @Test
  void thereAreNeverMoreThanWanted() {
    for (double width = 0.37; width < 1e5; width *= 1.7) {
      for (int most = 1; most < 9; most++) {
        int count = Tick.in(new Range(-width / 3, width), most).size();
        assertTrue(count <= most, "%s %d".formatted(width, count));
      }
    }
  }

  private static List<String> labels(double low, double high, int most) {
    return Tick.in(new Range(low, high), most).stream().map(Tick::label).toList();
  }
}
