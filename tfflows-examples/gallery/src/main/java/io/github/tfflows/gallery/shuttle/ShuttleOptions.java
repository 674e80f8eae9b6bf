package io.github.tfflows.gallery.shuttle;

import picocli.CommandLine.Option;

/** The options of the flow and its training. */
final class ShuttleOptions {
  @Option(names = "--steps", paramLabel = "N", description = "Training steps.")
  int steps = 2000;

  @Option(names = "--batch-size", paramLabel = "N", description = "Rows a step.")
  int batchSize = 512;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak of the cosine.")
  double learningRate = 2e-3;

  @Option(names = "--layers", paramLabel = "N", description = "Coupling layers.")
  int layers = 5;

  @Option(names = "--hidden", paramLabel = "N", description = "Units of both hidden layers.")
  int hidden = 64;

  @Option(names = "--bins", paramLabel = "N", description = "Bins of each spline.")
  int bins = 8;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights, batches and noise.")
  long seed = 1;
}
