package io.github.tfflows.gallery.image;

/**
 * A probability for each grey value of each pixel, regardless of all other pixels: its share in the
 * training images, with one added to each count.
 */
final class IndependentPixels {
  private static final int VALUES = 256;

  private final int[][] counts;
  private final int images;

  IndependentPixels(IdxImages training) {
    images = training.count();
    counts = new int[training.height() * training.width()][VALUES];
    byte[] pixels = training.pixels();
    for (int i = 0; i < pixels.length; i++) {
      counts[i % counts.length][pixels[i] & 0xFF]++;
    }
  }

  /** The mean number of bits of a pixel of other images. */
  double bitsPerDimension(IdxImages test) {
    byte[] pixels = test.pixels();
    double bits = 0;
    for (int i = 0; i < pixels.length; i++) {
      double share = (counts[i % counts.length][pixels[i] & 0xFF] + 1.0) / (images + VALUES);
      bits -= Math.log(share) / Math.log(2);
    }
    return bits / pixels.length;
  }
}
