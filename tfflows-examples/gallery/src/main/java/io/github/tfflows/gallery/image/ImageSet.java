package io.github.tfflows.gallery.image;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * The images of Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747) in three parts.
 *
 * @param training most of the 60,000 images of the training file
 * @param validation the last images of that file, to choose the best step
 * @param test the 10,000 images of the other file, for the final numbers only
 */
record ImageSet(IdxImages training, IdxImages validation, IdxImages test) {
  private static final int VALIDATION = 1000;
  private static final int PIECE = 1000;

  static ImageSet read(ImageOptions options) throws IOException {
    IdxImages all = sized(options, "train-images-idx3-ubyte.gz");
    IdxImages test = sized(options, "t10k-images-idx3-ubyte.gz");
    int rest = all.count() - VALIDATION;
    if (rest < 1) {
      throw new IOException(
          String.format(Locale.ROOT, "expected more than %,d images to train on", VALIDATION));
    }
    return new ImageSet(
        all.slice(0, rest),
        all.slice(rest, all.count()),
        test.slice(0, Math.min(options.unseen, test.count())));
  }

  private static IdxImages sized(ImageOptions options, String name) throws IOException {
    Path file = options.data.resolve(name);
    IdxImages images = IdxImages.read(file);
    return options.small ? images.halved() : images;
  }

  Shape shape() {
    return Shape.of(training.height(), training.width(), 1);
  }

  /** The images to train on, in pieces that fit into memory as numbers. */
  DataSource source() {
    return epoch ->
        IntStream.iterate(0, from -> from < training.count(), from -> from + PIECE)
            .mapToObj(from -> data(training, from, Math.min(from + PIECE, training.count())));
  }

  /** Some images as numbers from 0 to 255. */
  Data data(IdxImages images, int from, int to) {
    int size = images.height() * images.width();
    float[] values = new float[(to - from) * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = images.pixels()[from * size + i] & 0xFF;
    }
    return Data.of(Rows.of(values, shape().asArray()));
  }
}
