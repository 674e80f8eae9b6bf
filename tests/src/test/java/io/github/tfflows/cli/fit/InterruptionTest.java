package io.github.tfflows.cli.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.cli.Main;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A signal that ends the process, such as Ctrl-C. */
@Tag("training")
@DisabledOnOs(OS.WINDOWS) // which has no signals
class InterruptionTest {
  /** 128 and the number of SIGTERM. */
  private static final int TERMINATED = 143;

  @TempDir Path folder = Path.of("");

  @Test
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
    assertTrue(printed.contains("interrupted: the weights of step"), printed);
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
}
