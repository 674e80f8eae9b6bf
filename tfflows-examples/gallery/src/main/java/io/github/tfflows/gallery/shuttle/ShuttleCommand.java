package io.github.tfflows.gallery.shuttle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code shuttle}. */
@Command(
    name = "shuttle",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Anomaly detection on the Statlog Shuttle data: trains a neural spline flow on normal rows"
          + " only, exports it, reloads it and scores unseen normal rows and all anomalies.",
      "Writes a SavedModel and pictures of its scores to OUT/shuttle."
    })
public final class ShuttleCommand implements Callable<Integer> {
  @Mixin private final ShuttleOptions options = new ShuttleOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Where to write.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    new ShuttleJob(options, out.resolve("shuttle"), new ShuttleReport(System.out)).run();
    return 0;
  }
}
