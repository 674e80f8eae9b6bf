package io.github.tfflows.gallery.image;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Grey images of one size, one byte a pixel, row by row and one image after another, in the IDX
 * format of MNIST and its successors: four numbers (a mark, the number of images, their height,
 * their width) and then all pixels.
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record IdxImages(byte[] pixels, int height, int width) {
  /** Unsigned bytes with three axes. */
  private static final int MARK = 0x803;

  private static final int MOST_PIXELS = 1 << 30;

  /**
   * Reads a file that is compressed by gzip.
   *
   * @throws IOException if it is missing, with advice, or not such a file
   */
  static IdxImages read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          file
              + " is missing. Install Debian's package dataset-fashion-mnist, or download the"
              + " files of https://github.com/zalandoresearch/fashion-mnist, and name their folder"
              + " by --data.");
    }
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      int mark = in.readInt();
      long count = in.readInt();
      int height = in.readInt();
      int width = in.readInt();
      if (mark != MARK || count < 1 || height < 1 || width < 1) {
        throw new IOException("%s is not an IDX file of images".formatted(file));
      }
      long size = Math.multiplyExact(count, (long) height * width);
      if (size > MOST_PIXELS) {
        throw new IOException(
            String.format(Locale.ROOT, "%s has more than %,d pixels", file, MOST_PIXELS));
      }
      byte[] pixels = new byte[(int) size];
      in.readFully(pixels);
      return new IdxImages(pixels, height, width);
    } catch (EOFException e) {
      throw new IOException("%s ends before its last image".formatted(file), e);
    }
  }

  int count() {
    return pixels.length / (height * width);
  }

  IdxImages slice(int from, int to) {
    int size = height * width;
    return new IdxImages(Arrays.copyOfRange(pixels, from * size, to * size), height, width);
  }

  /** The grey value of a pixel, 0 to 255; black beyond the border. */
  int at(int image, int row, int column) {
    return row < 0 || row >= height || column < 0 || column >= width
        ? 0
        : pixels[(image * height + row) * width + column] & 0xFF;
  }

  /** Returns the images with a border of two black pixels, at half the resolution. */
  IdxImages halved() {
    int h = height / 2 + 2;
    int w = width / 2 + 2;
    byte[] means = new byte[count() * h * w];
    for (int i = 0; i < means.length; i++) {
      int image = i / (h * w);
      int row = 2 * (i / w % h) - 2;
      int column = 2 * (i % w) - 2;
      int sum =
          at(image, row, column)
              + at(image, row, column + 1)
              + at(image, row + 1, column)
              + at(image, row + 1, column + 1);
      means[i] = (byte) Math.round(sum / 4f);
    }
    return new IdxImages(means, h, w);
  }
}
