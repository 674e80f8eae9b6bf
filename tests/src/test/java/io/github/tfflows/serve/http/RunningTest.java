package io.github.tfflows.serve.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RunningTest {
  @Test
  void bodiesTogetherFillAQuarterOfTheHeap() {
    Running running = new Running();
    running.begin();
    int part = (int) (Runtime.getRuntime().maxMemory() / 16);
    for (int i = 0; i < 4; i++) {
      running.add(part);
    }
    assertThrows(RejectedExecutionException.class, () -> running.add(part));
    running.release(2 * part);
    assertDoesNotThrow(() -> running.add(part));
  }

  @Test
  void theEndWaitsForAnswersUpToItsLimit() throws InterruptedException {
    Running running = new Running();
    running.begin();
    running.begin();
    AtomicBoolean isLast = new AtomicBoolean();
    Thread two =
        new Thread(
            () -> {
              while (running.isReady()) {
                Thread.onSpinWait();
              }
              running.end();
              LockSupport.parkNanos(20_000_000);
              isLast.set(true);
              running.end();
            });
    two.start();
    running.close(Duration.ofSeconds(10));
    assertTrue(isLast.get());
    two.join(1_000);
    assertFalse(two.isAlive());
    running.begin();
    long begun = System.nanoTime();
    running.close(Duration.ofMillis(50));
    assertTrue(System.nanoTime() - begun >= 40_000_000);
  }
}
