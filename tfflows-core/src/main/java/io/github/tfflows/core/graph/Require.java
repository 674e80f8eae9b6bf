package io.github.tfflows.core.graph;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.tensorflow.ndarray.Shape;

/**
 * Checks of the numbers, the names and the shapes of definitions. Each throws an {@link
 * IllegalArgumentException} that states the expected range or shape, and the value.
 */
public final class Require {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** Requires a size or a count that is at least another one. */
  public static void atLeast(String name, long number, long least) {
    require(number >= least, name, "at least " + least, number);
  }

  /** Requires a positive, finite number. */
  public static void positive(String name, double number) {
    require(number > 0 && Double.isFinite(number), name, "positive and finite", number);
  }

  /** Requires a share in {@code [0, 1)}. */
  public static void share(String name, double number) {
    require(number >= 0 && number < 1, name, "in [0, 1)", number);
  }

  /** Requires a number in {@code [low, high]}. */
  public static void within(String name, Number number, Number low, Number high) {
    double value = number.doubleValue();
    boolean holds = value >= low.doubleValue() && value <= high.doubleValue();
    require(holds, name, "from %s to %s".formatted(low, high), number);
  }

  /** Requires a name of lower-case letters, digits and underscores. */
  public static void name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected a name of lower-case letters, digits and underscores, got \"" + name + '"');
    }
  }

  /** Returns an event shape if it has an axis and all its sizes are known. */
  public static Shape known(Shape event) {
    if (event.isUnknown()
        || event.numDimensions() == 0
        || Arrays.stream(event.asArray()).anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "an event needs at least one axis and known sizes of at least 1, got the shape " + event);
    }
    return event;
  }

  /**
   * Returns an event shape if its last axis has the given size.
   *
   * @param map the map that needs it, with its article: {@code "a permutation"}
   */
  public static Shape lastAxis(Shape event, int size, String map) {
    if (event.isUnknown() || event.numDimensions() == 0 || event.get(-1) != size) {
      throw new IllegalArgumentException(
          "%s of %s entries cannot act on event shape %s".formatted(map, size, event));
    }
    return event;
  }

  /**
   * Returns an event shape if it is the shape of a vector.
   *
   * @param map the map that needs it, with its article: {@code "a planar flow"}
   */
  public static Shape vector(Shape event, String map) {
    if (event.isUnknown() || event.numDimensions() != 1) {
      throw new IllegalArgumentException(
          "%s maps vectors, got the event shape %s; a Reshape can flatten it"
              .formatted(map, event));
    }
    return event;
  }

  /**
   * Returns an event shape if it is the shape of an image, {@code [height, width, channels]}, all
   * known.
   *
   * @param map the map that needs it, with its article: {@code "a squeeze"}
   */
  public static Shape image(Shape event, String map) {
    if (event.isUnknown() || event.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "%s maps images [height, width, channels], got the event shape %s".formatted(map, event));
    }
    return known(event);
  }

  /**
   * Returns an array if it has one number for each row, in the shape {@code [n]}.
   *
   * @param name the name of the array, with its article: {@code "the log-density"}
   */
  public static Expr eachRow(String name, Expr array) {
    Shape shape = array.shape();
    if (!shape.isUnknown() && shape.numDimensions() != 1) {
      throw new IllegalArgumentException(
          "%s must have the shape [n], one number for each row, got %s".formatted(name, shape));
    }
    return array;
  }

  /**
   * Returns points if they are events of a shape.
   *
   * @param name the name of the points, with its article: {@code "the value"}
   */
  public static Expr events(String name, Expr points, Shape event) {
    if (!points.shape().isCompatibleWith(event.prepend(-1))) {
      throw new IllegalArgumentException(
          "%s must have the shape %s, one event for each row, got %s"
              .formatted(name, event.prepend(-1), points.shape()));
    }
    return points;
  }

  private static void require(boolean holds, String name, String range, Number number) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(name, range, number));
    }
  }

  private Require() {}
}
