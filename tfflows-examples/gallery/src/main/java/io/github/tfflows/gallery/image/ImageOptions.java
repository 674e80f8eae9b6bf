package io.github.tfflows.gallery.image;

import io.github.tfflows.core.execution.Device;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options of the flow and its training. */
final class ImageOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the IDX files; where Debian's dataset-fashion-mnist puts them.")
  Path data = Path.of("/usr/share/datasets/fashion-mnist");

  @Option(names = "--small", description = "Images of 16 by 16 pixels in place of 28 by 28.")
  boolean small;

  @Option(
      names = "--levels",
      paramLabel = "N",
      description = "Levels; images of 28 allow for two, of 16 for four.")
  int levels = 2;

  @Option(names = "--couplings", paramLabel = "N", description = "Couplings of each level.")
  int couplings = 6;

  @Option(names = "--width", paramLabel = "N", description = "Channels of hidden layers.")
  int width = 32;

  @Option(names = "--steps", paramLabel = "N", description = "Training steps.")
  int steps = 1000;

  @Option(names = "--batch-size", paramLabel = "N", description = "Images a step.")
  int batchSize = 64;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak of the cosine.")
  double learningRate = 2e-3;

  @Option(names = "--unseen", paramLabel = "N", description = "Images to test with.")
  int unseen = 10_000;

  @Option(
      names = "--device",
      paramLabel = "WHERE",
      description = "${COMPLETION-CANDIDATES}; by default a GPU that TensorFlow sees.")
  Device device = Device.DEFAULT;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of weights, noise and draws.")
  long seed = 1;
}
