package io.github.tfflows.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.fit.Interruption;
import io.github.tfflows.testing.ChildJvm;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C and a second Ctrl-C, in a separate process. */
@DisabledOnOs(OS.WINDOWS) // which has no signals
class SecondSignalTest {
  @Test
  void theFirstIsARequestAndTheSecondEndsTheProcess() throws IOException, InterruptedException {
    ChildJvm.Outcome outcome = ChildJvm.run(Work.class, path -> true);
    assertEquals(143, outcome.status(), outcome.lines().toString());
    assertEquals("requested", outcome.lines().get(0));
    assertEquals(1, outcome.lines().size(), "the work does not come to its end");
  }

  /** Work that goes on after the first signal, and sends itself both. */
  static final class Work {
    public static void main(String... unused) throws IOException, InterruptedException {
      CountDownLatch requested = new CountDownLatch(1);
      try (Interruption interruption = Interruption.open()) {
        interruption.whenRequested(requested::countDown);
        signal();
        assertTrue(requested.await(10, TimeUnit.SECONDS));
        System.out.println("requested");
        signal();
        Thread.sleep(10_000);
        System.out.println("finished");
      }
    }

    private static void signal() throws IOException, InterruptedException {
      String self = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-TERM", self).start().waitFor();
    }
  }
}
