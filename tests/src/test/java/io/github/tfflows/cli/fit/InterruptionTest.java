package io.github.tfflows.cli.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.Main;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A fit that is monitored, and ended by signals such as Ctrl-C. */
class InterruptionTest {
  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir Path folder = Path.of("");

  @Test
  @Tag("training")
  @DisabledOnOs(OS.WINDOWS) // which has no signals
  void writesTheBestWeightsSoFar() throws IOException, InterruptedException {
    Path data = Files.write(folder.resolve("data.csv"), Tables.mixed(500));
    Path model = folder.resolve("model");
    Process process =
        ChildJvm.start(
            Main.class,
            entry -> true,
            "fit",
            data.toString(),
            "--columns=x,price",
            "--flow=realnvp",
            "--layers=2",
            "--hidden=8",
            "--steps=1000000",
            "--validate-every=50",
            "--patience=100000",
            "--checkpoint=" + folder.resolve("checkpoints"),
            "--checkpoint-every=100",
            "--out=" + model);
    waitForACheckpoint(process);
    // By SIGTERM: shells let their background jobs ignore SIGINT. The output stays open.
    assertTrue(process.toHandle().destroy());
    String printed;
    try (BufferedReader output = process.inputReader()) {
      printed = output.lines().collect(Collectors.joining("\n"));
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(TERMINATED, process.exitValue(), printed);
    assertTrue(printed.contains("interrupted: the weights of step"), printed);
    try (CompiledDistribution written = CompiledDistribution.load(model)) {
      assertEquals("stopped by its listener", written.description().get("training.end"));
      assertTrue(Integer.parseInt(written.description().get("training.best_step")) >= 50);
      assertEquals(1, written.logProb(new float[][] {{3, 4}}).length);
    }
  }

  /** Waits until there is a checkpoint, and so a validation. */
  private void waitForACheckpoint(Process process) throws IOException, InterruptedException {
    while (process.isAlive() && !haveCheckpoint(folder.resolve("checkpoints"))) {
      Thread.sleep(100);
    }
  }

  private static boolean haveCheckpoint(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.anyMatch(file -> file.toString().endsWith(".checkpoint"));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
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

  private int stops;

  /** The report of a training that counts how often it is stopped. */
  private Progress report(int step) {
    Progress.Run run =
        new Progress.Run() {
          @Override
          public Weights weights() {
            return new Weights(Map.of());
          }

          @Override
          public void stop() {
            stops++;
          }
        };
    return new Progress(step, 1000, 1.5, OptionalDouble.empty(), 1e-3, 1, run);
  }

  private FitMonitor monitor(Interruption interruption) {
    PrintWriter silent = new PrintWriter(PrintWriter.nullWriter());
    return new FitMonitor(new ProgressDisplay.Lines(silent), interruption);
  }

  @Test
  void stopsATrainingAtOnce() {
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(interruption)) {
      monitor.accept(report(10));
      assertEquals(0, stops);
      interruption.request(143);
      assertEquals(1, stops, "between two reports");
      assertEquals(143, monitor.status());
      monitor.end();
      assertFalse(Thread.currentThread().isInterrupted());
    }
  }

  @Test
  void interruptsATrainingThatHasNotReported() {
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(interruption)) {
      interruption.request(130);
      assertTrue(Thread.currentThread().isInterrupted());
      monitor.accept(report(10));
      assertEquals(1, stops, "at its first report");
      monitor.end();
      assertFalse(Thread.currentThread().isInterrupted(), "the export is not disturbed");
    }
  }

  @Test
  void aRequestBeforeItsActionCountsToo() {
    try (Interruption interruption = Interruption.open()) {
      interruption.request(130);
      interruption.whenRequested(() -> stops++);
      assertEquals(1, stops);
      assertEquals(130, interruption.status());
    }
  }

  @Test
  void leavesTheExportAlone() {
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(interruption)) {
      monitor.end();
      interruption.request(130);
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(monitor.isInterrupted());
    }
  }
}
