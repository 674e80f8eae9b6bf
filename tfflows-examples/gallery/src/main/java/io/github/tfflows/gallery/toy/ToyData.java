package io.github.tfflows.gallery.toy;

import io.github.tfflows.gallery.plot.Doubles;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;

/** Distributions on the plane. */
public enum ToyData {
  /** Three unit Gaussians in a triangle. */
  BLOBS(
      random ->
          switch (random.nextInt(3)) {
            case 0 -> around(random, 1, 0, 6);
            case 1 -> around(random, 1, 2.5, 3);
            default -> around(random, 1, -2.5, 3);
          }),

  /** Two unit Gaussians far apart, side by side. */
  MIXTURE(random -> around(random, 1, random.nextBoolean() ? 5 : -5, 3)),

  /** Two interlocking half circles. */
  MOONS(
      random -> {
        double angle = Math.PI * random.nextDouble();
        return random.nextBoolean()
            ? around(random, 0.1, Math.cos(angle), Math.sin(angle))
            : around(random, 0.1, 1 - Math.cos(angle), 0.5 - Math.sin(angle));
      }),

  /** Two rings around one centre. */
  CIRCLES(
      random -> {
        double angle = 2 * Math.PI * random.nextDouble();
        double radius = random.nextBoolean() ? 2 : 1;
        return around(random, 0.1, radius * Math.cos(angle), radius * Math.sin(angle));
      }),

  /** Two arms that wind around each other. */
  SPIRALS(
      random -> {
        double angle = 3 * Math.PI * Math.sqrt(random.nextDouble());
        double radius = (random.nextBoolean() ? 1 : -1) * angle / 3;
        return around(random, 0.1, radius * Math.cos(angle), radius * Math.sin(angle));
      }),

  /** The dark squares of a board of four by four. */
  CHECKERBOARD(
      random -> {
        int row = random.nextInt(4);
        int column = 2 * random.nextInt(2) + row % 2;
        return new float[] {column + random.nextFloat(), row + random.nextFloat()};
      });

  private static final int UNSEEN = 4_000;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final Function<Random, float[]> row;

  ToyData(Function<Random, float[]> row) {
    this.row = row;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Rows whose columns have mean zero and standard deviation one. */
  public ToyRows standardized(int count, long seed) {
    return standardized(count, seed, row);
  }

  /** Standardized rows of two unit Gaussians on a line, around -2 and 2. */
  static ToyRows twoPeaks(int count, long seed) {
    return standardized(count, seed, random -> around(random, 1, random.nextBoolean() ? 2 : -2));
  }

  private static ToyRows standardized(int count, long seed, Function<Random, float[]> row) {
    Random random = new Random(seed);
    float[][] rows =
        Stream.generate(() -> row.apply(random)).limit(count + UNSEEN).toArray(float[][]::new);
    for (int column = 0; column < rows[0].length; column++) {
      double[] values = StatUtils.normalize(Doubles.column(rows, column));
      for (int i = 0; i < rows.length; i++) {
        rows[i][column] = (float) values[i];
      }
    }
    return ToyRows.split(rows, count);
  }

  private static float[] around(Random random, double deviation, double... center) {
    float[] row = new float[center.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (center[i] + deviation * random.nextGaussian());
    }
    return row;
  }
}
