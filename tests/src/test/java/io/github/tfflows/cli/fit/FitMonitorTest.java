package io.github.tfflows.cli.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.training.recipe.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FitMonitorTest {
  @TempDir Path folder = Path.of("");

  private final List<String> warnings = new ArrayList<>();
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

  private FitMonitor monitor(Optional<EventFile> events, Interruption interruption) {
    PrintWriter silent = new PrintWriter(PrintWriter.nullWriter());
    return new FitMonitor(new ProgressDisplay.Lines(silent), events, interruption, warnings::add);
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
      assertEquals(2, monitor.losses().points().size());
    }
    assertEquals(1, warnings.size(), warnings.toString());
    assertTrue(warnings.get(0).contains("the curves end at step 10"), warnings.toString());
    assertTrue(warnings.get(0).contains(folder.toString()), warnings.toString());
  }

  @Test
  void writesTheCurvesOfTwoTrainingsInTheSameSecond() throws IOException {
    for (int i = 0; i < 20; i++) {
      try (EventFile events = EventFile.in(folder)) {
        events.add(report(i));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(20, files.filter(file -> file.toString().contains("tfevents")).count());
    }
  }
}
