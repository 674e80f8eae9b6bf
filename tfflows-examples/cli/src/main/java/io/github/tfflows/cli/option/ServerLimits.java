package io.github.tfflows.cli.option;

import io.github.tfflows.serve.option.RequestLimits;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of the limits of a server. */
public final class ServerLimits {
  private static final int MOST_MIB = 2_000;
  private static final int MOST_MILLIS = 10_000;

  private static final RequestLimits USUAL = RequestLimits.defaults();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--max-rows", paramLabel = "N", description = "Most rows of a request.")
  private int rows = USUAL.rows();

  @Option(
      names = "--max-body",
      paramLabel = "MIB",
      description = "Largest body of a request, in MiB.")
  private int mebibytes = USUAL.bodyBytes() >> 20;

  @Option(
      names = "--max-queue",
      paramLabel = "N",
      description = "Most rows that wait for one signature of a model; further requests get 503.")
  private int queue = USUAL.queuedRows();

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      description = "Longest time of a request, in seconds.")
  private int seconds = (int) USUAL.time().toSeconds();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Most rows of waiting requests that share one call of a model.")
  private int batch = USUAL.batchRows();

  @Option(
      names = "--batch-delay",
      paramLabel = "MS",
      description = "Milliseconds that a call waits for further rows.")
  private int delay = (int) USUAL.batchDelay().toMillis();

  /** Returns the limits, after checking each. */
  public RequestLimits checked() {
    Limits.atLeast(command, "--max-rows", 1, rows);
    Limits.within(command, "--max-body", 1, MOST_MIB, mebibytes);
    Limits.atLeast(command, "--max-queue", 1, queue);
    Limits.atLeast(command, "--time-limit", 1, seconds);
    Limits.atLeast(command, "--batch", 1, batch);
    Limits.within(command, "--batch-delay", 0, MOST_MILLIS, delay);
    return USUAL
        .ofRequests(mebibytes << 20, rows)
        .ofQueuedRows(queue)
        .within(Duration.ofSeconds(seconds))
        .joining(batch, Duration.ofMillis(delay));
  }
}
