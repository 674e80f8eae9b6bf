package io.github.tfflows.gallery.toy;

import io.github.tfflows.gallery.Doubles;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hipparchus.stat.StatUtils;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Distributions that can be looked at. */
enum ToyData {
  /** In one dimension: two standard normal distributions, at -2 and 2. */
  TWO_PEAKS(1) {
    @Override
    float[] draw(Random random) {
      return around(random, 1, random.nextBoolean() ? 2 : -2);
    }
  },

  /** Three standard normal distributions in a triangle. */
  BLOBS(2) {
    @Override
    float[] draw(Random random) {
      return switch (random.nextInt(3)) {
        case 0 -> around(random, 1, 0, 6);
        case 1 -> around(random, 1, 2.5, 3);
        default -> around(random, 1, -2.5, 3);
      };
    }
  },

  /** Two standard normal distributions far apart, side by side. */
  MIXTURE(2) {
    @Override
    float[] draw(Random random) {
      return around(random, 1, random.nextBoolean() ? 5 : -5, 3);
    }
  },

  /** Two half circles that reach into each other. */
  MOONS(2) {
    @Override
    float[] draw(Random random) {
      double angle = Math.PI * random.nextDouble();
      return random.nextBoolean()
          ? around(random, 0.1, Math.cos(angle), Math.sin(angle))
          : around(random, 0.1, 1 - Math.cos(angle), 0.5 - Math.sin(angle));
    }
  },

  /** Two rings around one centre. */
  CIRCLES(2) {
    @Override
    float[] draw(Random random) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = random.nextBoolean() ? 2 : 1;
      return around(random, 0.1, radius * Math.cos(angle), radius * Math.sin(angle));
    }
  },

  /** Two arms that wind around each other. */
  SPIRALS(2) {
    @Override
    float[] draw(Random random) {
      double angle = 3 * Math.PI * Math.sqrt(random.nextDouble());
      double radius = (random.nextBoolean() ? 1 : -1) * angle / 3;
      return around(random, 0.1, radius * Math.cos(angle), radius * Math.sin(angle));
    }
  },

  /** The dark squares of a board of four by four. */
  CHECKERBOARD(2) {
    @Override
    float[] draw(Random random) {
      int row = random.nextInt(4);
      int column = 2 * random.nextInt(2) + row % 2;
      return new float[] {column + random.nextFloat(), row + random.nextFloat()};
    }
  };

  private final int dimension;

  ToyData(int dimension) {
    this.dimension = dimension;
  }

  /** Reads the name of data on the plane, in any case. */
  static final class Name implements ITypeConverter<ToyData> {
    @Override
    public ToyData convert(String name) {
      return plane()
          .filter(data -> data.toString().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no data are named "
                          + name
                          + "; there are "
                          + plane().map(ToyData::toString).collect(Collectors.joining(", "))));
    }
  }

  /** The names of the data on the plane. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return plane().map(ToyData::toString).iterator();
    }
  }

  private static Stream<ToyData> plane() {
    return Arrays.stream(values()).filter(data -> data.dimension == 2);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One row. */
  abstract float[] draw(Random random);

  /** Rows in which every column has mean zero and standard deviation one. */
  float[][] standardized(int count, long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = draw(random);
    }
    for (int column = 0; column < dimension; column++) {
      standardize(rows, column);
    }
    return rows;
  }

  private static float[] around(Random random, double deviation, double... center) {
    float[] row = new float[center.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (center[i] + deviation * random.nextGaussian());
    }
    return row;
  }

  private static void standardize(float[][] rows, int column) {
    double[] values = StatUtils.normalize(Doubles.column(rows, column));
    for (int i = 0; i < rows.length; i++) {
      rows[i][column] = (float) values[i];
    }
  }
}
