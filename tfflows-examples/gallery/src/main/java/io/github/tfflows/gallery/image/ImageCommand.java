package io.github.tfflows.gallery.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code images}. */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Images of clothes: trains a multi-scale Glow on Fashion-MNIST, and compares its bits per"
          + " dimension on unseen images with those of independent pixels.",
      "Writes a SavedModel and draws beside real images to OUT/images."
    })
public final class ImageCommand implements Callable<Integer> {
  @Mixin private final ImageOptions options = new ImageOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out",
      description = "Where to write.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    new ImageJob(options, out.resolve("images")).run();
    return 0;
  }
}
