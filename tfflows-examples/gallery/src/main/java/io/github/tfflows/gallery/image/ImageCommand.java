package io.github.tfflows.gallery.image;

import io.github.tfflows.bijectors.image.ImageFlows;
import io.github.tfflows.bijectors.image.Pixels;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.gallery.plot.Doubles;
import io.github.tfflows.gallery.plot.ImageGrid;
import io.github.tfflows.gallery.plot.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hipparchus.stat.StatUtils;
import org.tensorflow.ndarray.Shape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code images}: fits a density of images, and draws from it. */
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
  private static final Pixels PIXELS = Pixels.bytes();
  private static final int COLUMNS = 8;
  private static final int SHOWN = COLUMNS * COLUMNS;

  /** The same noise whatever the seed of the training. */
  private static final long NOISE_OF_TEST = 20_240_501;

  @Mixin private final ImageOptions options = new ImageOptions();

  @Option(names = "--out", paramLabel = "DIR", description = "Where to write.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    Path folder = out.resolve("images");
    ImageSet images = ImageSet.read(options);
    Files.createDirectories(folder); // before the work, so that it fails early
    print(
        "Fashion-MNIST: %,d images of %d by %d pixels to train on, %,d to test with%n",
        images.training().count(),
        images.training().height(),
        images.training().width(),
        images.test().count());
    try (CompiledDistribution model = train(images)) {
      model.export(folder.resolve("model"), ExportOptions.defaults().replacing());
      print("%nBits per dimension of unseen images%n");
      print("%8.3f  the flow%n", bits(model, images));
      double independent = new IndependentPixels(images.training()).bitsPerDimension(images.test());
      print("%8.3f  independent pixels%n", independent);
      print("%nWrote %s%n", picture(model, images).save(folder.resolve("draws.png")));
    }
    return 0;
  }

  private CompiledDistribution train(ImageSet images) {
    Shape shape = images.shape();
    Distribution flow =
        ImageFlows.glow(shape, options.levels, options.couplings, options.width)
            .then(PIXELS.fromReals());
    Training training =
        Training.defaults()
            .withSteps(options.steps)
            .withBatchSize(options.batchSize)
            .withLearningRate(LearningRate.cosine(options.learningRate))
            .withValidation(Validation.defaults().withEvery(Math.max(1, options.steps / 10)))
            .withExecution(Execution.defaults().withDevice(options.device))
            .withSeed(options.seed);
    float[] noise = PIXELS.noise(shape);
    DataSource source = images.source().dequantized(noise, options.seed);
    Data validation =
        images
            .data(images.validation(), 0, images.validation().count())
            .dequantized(noise, -options.seed - 1);
    return training.fit(flow, source, validation, progress -> report(progress, shape));
  }

  private void report(Progress progress, Shape shape) {
    if (progress.step() % Math.max(1, options.steps / 10) == 0) {
      print(
          "step %,6d of %,d  %.3f bits per dimension, validation %.3f  (%.0f s)%n",
          progress.step(),
          progress.steps(),
          PIXELS.bitsPerDimension(-progress.loss(), shape),
          PIXELS.bitsPerDimension(-progress.heldOutLoss().orElse(Double.NaN), shape),
          progress.seconds());
    }
  }

  private double bits(CompiledDistribution model, ImageSet images) {
    Data test = images.data(images.test(), 0, images.test().count());
    Data unseen = test.dequantized(PIXELS.noise(images.shape()), NOISE_OF_TEST);
    double mean = StatUtils.mean(Doubles.of(model.logProb(unseen.x())));
    return PIXELS.bitsPerDimension(mean, images.shape());
  }

  private Picture picture(CompiledDistribution model, ImageSet images) {
    int shown = Math.min(SHOWN, images.test().count());
    float[][] real = images.data(images.test(), 0, shown).x().toArrays();
    float[][] draws = model.sample(shown, options.seed);
    int width = images.test().width();
    return Picture.row(
        new ImageGrid("Unseen images", COLUMNS, real, width),
        new ImageGrid("Draws", COLUMNS, draws, width));
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
