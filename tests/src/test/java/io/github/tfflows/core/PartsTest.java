package io.github.tfflows.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final Execution THREE =
      Execution.defaults().withDevice(Device.CPU).withThreads(1, 3);

  @Test
  void everyRowIsInOnePart() {
    for (Parts parts : new Parts[] {new Parts(10, 3), new Parts(9, 3), new Parts(1, 3)}) {
      AtomicIntegerArray visits = new AtomicIntegerArray(parts.rows());
      parts.forEach(
          (from, to) -> {
            for (int i = from; i < to; i++) {
              visits.incrementAndGet(i);
            }
          });
      int[] seen = new int[parts.rows()];
      Arrays.setAll(seen, visits::get);
      int[] once = new int[parts.rows()];
      Arrays.fill(once, 1);
      assertArrayEquals(once, seen, parts.toString());
    }
    new Parts(0, 3).forEach((from, to) -> assertEquals(0, 1, "no row, no part"));
    assertEquals(0, new Parts(0, 3).count());
  }

  @Test
  void eachThreadGetsEnoughRows() {
    assertEquals(new Parts(127, 127), Parts.shared(127, 1000, THREE));
    assertEquals(new Parts(128, 64), Parts.shared(128, 1000, THREE));
    assertEquals(new Parts(192, 64), Parts.shared(192, 1000, THREE));
    assertEquals(new Parts(1000, 334), Parts.shared(1000, 1000, THREE));
    assertEquals(new Parts(1000, 1000), Parts.shared(1000, 1000, THREE.withThreads(1, 1)));
    assertEquals(new Parts(1000, 100), Parts.shared(1000, 100, THREE));
    assertEquals(1, Parts.shared(0, 1000, THREE).size());
  }

  @Test
  void compiledPartsAreOfOneSize() {
    Execution compiled = THREE.withCompilation(Compilation.XLA);
    assertEquals(new Parts(300, 100), Parts.shared(300, 1000, compiled));
    assertEquals(new Parts(301, 301), Parts.shared(301, 1000, compiled));
  }

  @Test
  void aGpuTakesAllRowsAtOnce() {
    Execution gpu = THREE.withDevice(Device.GPU);
    assertEquals(new Parts(1000, 1000), Parts.shared(1000, 1000, gpu));
  }

  @Test
  void whatOnePartThrowsIsThrown() {
    assertThrows(
        IllegalStateException.class,
        () ->
            new Parts(10, 3)
                .forEach(
                    (from, to) -> {
                      if (to == 10) {
                        throw new IllegalStateException("the last part");
                      }
                    }));
  }
}
