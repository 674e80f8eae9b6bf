package io.github.tfflows.cli;

import io.github.tfflows.core.TransformedDistribution;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a flow. */
final class FlowOptions {
  @Option(names = "--flow", paramLabel = "FLOW", description = "${COMPLETION-CANDIDATES}.")
  FlowFamily family = FlowFamily.NSF;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers; 0 for the default of the flow.")
  int layers;

  @Option(names = "--hidden", paramLabel = "N", description = "Units of a hidden layer.")
  int hidden = 128;

  @Option(names = "--bins", paramLabel = "N", description = "Bins of a spline.")
  int bins = 8;

  /** Checks the numbers before any work. */
  void check(CommandSpec command) {
    Limits.atLeast(command, "--layers", 0, layers);
    Limits.atLeast(command, "--hidden", 1, hidden);
    Limits.atLeast(command, "--bins", 2, bins);
  }

  /** The flow on a number of features. */
  TransformedDistribution of(int d) {
    return family.of(d, new FlowFamily.Size(layers, hidden, bins));
  }
}
