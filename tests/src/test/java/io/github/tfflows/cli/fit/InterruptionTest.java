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
import io.github.tfflows.testing.Folder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.tensorflow.proto.Event;

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
            "--tensorboard=" + folder.resolve("curves"),
            "--out=" + model);
    waitForEvents(process);
    // By SIGTERM: shells let their background jobs ignore SIGINT. The output stays open.
    assertTrue(process.toHandle().destroy());
    String printed;
    try (BufferedReader output = process.inputReader()) {
      printed = output.lines().collect(Collectors.joining("\n"));
    }
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(TERMINATED, process.exitValue(), printed);
    assertTrue(printed.contains("interrupted: the weights of the best step"), printed);
    try (CompiledDistribution written = CompiledDistribution.load(model)) {
      assertEquals("stopped by its listener", written.description().get("training.end"));
      assertTrue(Integer.parseInt(written.description().get("training.best_step")) >= 50);
      assertEquals(1, written.logProb(new float[][] {{3, 4}}).length);
    }
  }

  /** Waits until there are some validations; the first event is small. */
  private void waitForEvents(Process process) throws IOException, InterruptedException {
    Path curves = folder.resolve("curves");
    for (long size = 0; size < 2000 && process.isAlive(); Thread.sleep(100)) {
      if (Files.exists(curves)) {
        try (Stream<Path> files = Files.list(curves)) {
          Optional<Path> file = files.findFirst();
          size = file.isPresent() ? Files.size(file.get()) : 0;
        }
      }
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

  private final List<String> warnings = new ArrayList<>();
  private int stops;

  /** The report of a training that counts how often it is stopped. */
  private Progress report(int step) {
    return report(step, OptionalDouble.empty());
  }

  /** The report of a training in which every tenth step is better than those before. */
  private Progress report(int step, OptionalDouble heldOut) {
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
    return new Progress(step, 1000, 1.5, heldOut, step / 10 * 10, 1e-3, 1, run);
  }

  private FitMonitor monitor(Optional<EventFile> events, Interruption interruption) {
    PrintWriter silent = new PrintWriter(PrintWriter.nullWriter());
    ProgressDisplay display =
        new ProgressDisplay.Lines(silent, ProgressDisplay.Detail.LOG_DENSITIES);
    return new FitMonitor(display, events, interruption, warnings::add);
  }

  private String displayed(OptionalDouble heldOut, ProgressDisplay.Detail detail) {
    StringWriter out = new StringWriter();
    try (ProgressDisplay display = new ProgressDisplay.Lines(new PrintWriter(out, true), detail)) {
      display.accept(report(995, heldOut));
    }
    return out.toString().replaceFirst("  \\d+ steps/s.*\\s", "").strip();
  }

  @Test
  void aLineOfProgressHasLogDensitiesWhereTheyAreAskedFor() {
    OptionalDouble loss = OptionalDouble.of(-0.25);
    String best = "step 995 of 1,000  best step 990";
    assertEquals(best, displayed(loss, ProgressDisplay.Detail.BEST_STEP));
    assertEquals(
        best + "  log-density -1.500  held out 0.250",
        displayed(loss, ProgressDisplay.Detail.LOG_DENSITIES));
  }

  @Test
  void aTrainingWithoutHeldOutRowsHasNoBestStep() {
    String line = displayed(OptionalDouble.empty(), ProgressDisplay.Detail.LOG_DENSITIES);
    assertEquals("step 995 of 1,000  log-density -1.500", line);
  }

  @Test
  void stopsATrainingAtOnce() {
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(Optional.empty(), interruption)) {
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
        FitMonitor monitor = monitor(Optional.empty(), interruption)) {
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
        FitMonitor monitor = monitor(Optional.empty(), interruption)) {
      monitor.end();
      interruption.request(130);
      assertFalse(Thread.currentThread().isInterrupted());
      assertTrue(monitor.isInterrupted());
    }
  }

  @Test
  void goesOnWithoutCurvesThatCannotBeWritten() throws IOException {
    EventFile events = EventFile.in(folder);
    events.close(); // every further write fails
    try (Interruption interruption = Interruption.open();
        FitMonitor monitor = monitor(Optional.of(events), interruption)) {
      monitor.accept(report(10));
      monitor.accept(report(20));
    }
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("the curves end at step 10"), warnings.toString());
    assertTrue(warnings.get(0).contains(folder.toString()), warnings.toString());
  }

  @Test
  void theStepsOfAFurtherTrainingCountOn() throws IOException {
    try (EventFile events = EventFile.in(folder)) {
      for (int step : new int[] {5, 10, 2, 10, 30, 1}) {
        events.add(report(step));
      }
    }
    assertEquals(List.of(0L, 5L, 10L, 12L, 20L, 40L, 41L), steps(Folder.names(folder).get(0)));
  }

  /** The steps of the events of a file, each between its length and checksums. */
  private List<Long> steps(String file) throws IOException {
    ByteBuffer records = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file)));
    records.order(ByteOrder.LITTLE_ENDIAN);
    List<Long> steps = new ArrayList<>();
    while (records.hasRemaining()) {
      byte[] event = new byte[(int) records.getLong()];
      records.getInt();
      records.get(event).getInt();
      steps.add(Event.parseFrom(event).getStep());
    }
    return steps;
  }

  @Test
  void writesTheCurvesOfTwoTrainingsInTheSameSecond() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (EventFile events = EventFile.in(folder)) {
        events.add(report(i));
      }
    }
    List<String> names = Folder.names(folder);
    assertEquals(20, names.stream().filter(name -> name.contains("tfevents")).count());
  }
}
