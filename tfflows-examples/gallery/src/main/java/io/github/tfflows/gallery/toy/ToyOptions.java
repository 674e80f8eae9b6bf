package io.github.tfflows.gallery.toy;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of both toy commands. */
final class ToyOptions {
  @Option(names = "--n", paramLabel = "N", description = "Rows to train on.")
  int rows = 50_000;

  @Option(names = "--flows", paramLabel = "N", description = "Layers.")
  int flows = 2;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Training steps, each on a batch of the rows.")
  int iterations = 1_000;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "First step size of Adam.")
  double learningRate = 0.005;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of data, weights and samples.")
  long seed = 1;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of the pictures.")
  Path out = Path.of("out");

  Path file(String name) {
    return out.resolve(name + ".png");
  }
}
