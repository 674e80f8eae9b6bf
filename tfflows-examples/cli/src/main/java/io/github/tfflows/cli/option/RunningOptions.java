package io.github.tfflows.cli.option;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of execution. */
public final class RunningOptions {
  @Option(
      names = "--device",
      paramLabel = "WHERE",
      description = "${COMPLETION-CANDIDATES}; by default a GPU that TensorFlow sees.")
  Device device = Device.DEFAULT;

  @Option(names = "--xla", description = "Compile the graphs with XLA.")
  boolean xla;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  public Execution execution() {
    return threads
        .execution()
        .withDevice(device)
        .withCompilation(xla ? Compilation.XLA : Compilation.NONE);
  }
}
